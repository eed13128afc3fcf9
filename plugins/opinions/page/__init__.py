"""The page of one opinion: its thread, which saves itself, its details and its outcome."""
