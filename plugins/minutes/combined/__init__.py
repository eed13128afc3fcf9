"""One notice of conclusions and one report over all sessions of a plan."""
