"""The language of the platform: every event and command, defined once."""
