"""Papers as Word files that an office goes on working in: python-docx, Times New Roman by name."""
