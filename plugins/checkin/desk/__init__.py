"""The reception desk: one field, and what it answers."""
