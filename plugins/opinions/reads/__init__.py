"""Reads beside ``queries.py``: pieces of a thread, what may be read by whom, supporters."""
