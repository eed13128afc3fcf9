"""The end of a meeting: what stands against it, the secretary's words, and the close itself."""
