"""What the papers say: written from the record, section by section, in the office's words."""
