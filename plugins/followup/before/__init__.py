"""Before the day: what has to be done by when, ticked off."""
