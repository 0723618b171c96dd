"""Aggregates, their histories and the clock: nothing here knows HTTP, Kafka or MongoDB."""
