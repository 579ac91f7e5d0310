"""Facts of the kinds of document, by family."""
