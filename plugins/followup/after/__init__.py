"""After the close: what is still owed to those who raised something, and what was done about it."""
