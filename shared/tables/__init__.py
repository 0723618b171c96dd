"""Reads tables that other people made: bytes become lines of cells, then columns become fields.

`files` runs in a child process. `understanding` gets a vocabulary from the calling service: words
of headings and cells are the evidence for a field. Nothing here knows a service.
"""
