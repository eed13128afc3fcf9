"""Papers of the meeting out of the printer of the server's computer."""
