"""Subscriptions owns the event feed: what the world outside reads without Kafka."""
