"""Finds tables and what their columns hold: headings are words, cells are evidence."""
