"""The case file and what is known: what a case is, what the law says, how to read it."""
