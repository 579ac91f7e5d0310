"""Papers about no single application, laid out by letters: reports as PDF, orders of supervision."""
