"""Every capability of the meeting day, one folder each, all of the same shape."""
