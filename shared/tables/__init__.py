"""Tables of strangers: bytes become lines of cells, in a process of their own. Knows no service."""
