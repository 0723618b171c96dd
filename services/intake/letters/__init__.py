"""Letters of the districts: bytes of a spreadsheet in, recommendations or named problems out."""
