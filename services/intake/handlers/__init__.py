"""What can be asked of intake, whatever the door."""
