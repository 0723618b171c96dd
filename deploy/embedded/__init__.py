"""The whole platform on one bare machine: real engines, supervised processes, no Docker."""
