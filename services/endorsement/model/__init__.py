"""What endorsement remembers."""
