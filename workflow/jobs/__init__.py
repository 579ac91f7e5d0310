"""Long work a person starts from a page: rows that a worker takes, tells its progress in, and another carries on."""
