"""Which invitations went out, when and how."""
