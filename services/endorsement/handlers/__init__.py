"""What can be asked of endorsement, whatever the door."""
