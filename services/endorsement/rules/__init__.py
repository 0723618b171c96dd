"""The rules of endorsement: what follows from what, and nothing else."""
