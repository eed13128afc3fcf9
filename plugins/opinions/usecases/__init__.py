"""What can be done with opinions, by sort; ``service.py`` gathers it for everybody else."""
