"""The papers before the day: invitations, lists to sign, slips, and a pack for when power fails."""
