"""State papers: one document model, printed by interchangeable renderers."""
