"""The rules of notices, of recipients, and of wording."""
