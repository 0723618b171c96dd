"""The rules of endorsement."""
