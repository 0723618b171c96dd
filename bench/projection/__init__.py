"""A projection against a bare loop that writes the same documents."""
