"""The sentence forms of the papers, reworded for one meeting."""
