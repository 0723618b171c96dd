"""Letters written from the domain alone, and how well they are read."""
