"""Counts what happened three times: from the letters, the topics and the collections."""
