"""The rules of intake: what follows from what, and nothing else."""
