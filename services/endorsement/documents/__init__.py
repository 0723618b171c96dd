"""A priority list as a file: the hashed text, CSV, a workbook, and a letter to be printed."""
