"""The office's list: writing down, finding, filtering, and one key a decision."""
