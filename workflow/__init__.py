"""The work: whose desk a case is on, who does what next and by when."""
