"""A priority list as a file: hashed text, CSV, workbook, or printable decree."""
