"""What can be asked of notify, whatever the door."""
