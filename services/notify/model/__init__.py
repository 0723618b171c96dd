"""What notify remembers."""
