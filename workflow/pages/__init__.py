"""What a page shows, read and put in words: views fetch, these tell, templates lay out. Nothing is decided here."""
