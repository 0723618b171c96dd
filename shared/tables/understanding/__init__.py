"""Finds tables, and the field of each column, from headings and cells."""
