"""What mentoring remembers, and what it can be asked."""
