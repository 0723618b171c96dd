"""Reads a folder of files as districts sent them: which are letters, and whose they are."""
