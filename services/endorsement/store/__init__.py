"""What endorsement looks up; whatever changes goes through the runner."""
