"""The desk while it is cut off: its copy of the list, and what it uploads afterwards."""
