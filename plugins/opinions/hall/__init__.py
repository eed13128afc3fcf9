"""While the meeting runs: the speech being heard, what comes in, and the hall screen."""
