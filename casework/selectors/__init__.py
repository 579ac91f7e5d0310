"""The only code that reads for pages."""
