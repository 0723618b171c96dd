"""What a reader of the feed asks for, and what it gets."""
