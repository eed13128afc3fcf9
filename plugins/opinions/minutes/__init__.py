"""The opinions' part of the minutes, and what stands against closing."""
