"""The data of notify."""
