"""The HTTP routes of endorsement."""
