"""A file of 100,000 rows: intake's import against a bare loop, on the same engines."""
