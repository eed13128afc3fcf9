"""Every paper of a meeting: its versions, its number, its files."""
