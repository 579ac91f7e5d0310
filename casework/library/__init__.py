"""案例库: precedents, policy documents and standard texts, and the search over them.

The database is the only truth; the index beside it can be lost and made again. Rows that change leave a line in the
outbox in the same transaction; whoever holds the writer's lock carries them into the index.
"""
