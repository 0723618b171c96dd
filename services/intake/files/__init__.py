"""Reads the files of districts in a process of their own, and writes files for them."""
