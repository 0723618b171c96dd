"""The use cases of endorsement."""
