"""The documents that `./sentra docs` writes."""
