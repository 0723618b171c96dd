"""What notify looks up: notices and recipients in MongoDB, rules and words in files."""
