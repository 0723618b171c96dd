"""Queries on notices and recipients in MongoDB, and the files of rules and words."""
