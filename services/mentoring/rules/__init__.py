"""The rules of mentoring: what follows from what, and nothing else."""
