"""The paper: from the facts of a case to a checked, reproducible PDF."""
