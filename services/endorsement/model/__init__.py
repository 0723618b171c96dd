"""The data of endorsement."""
