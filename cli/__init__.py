"""The command line: one door to everything an operator or developer does."""
