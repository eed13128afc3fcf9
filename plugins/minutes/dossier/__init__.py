"""The meeting's dossier: what the papers add to it, and its page."""
