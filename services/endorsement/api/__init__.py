"""The HTTP door of endorsement."""
