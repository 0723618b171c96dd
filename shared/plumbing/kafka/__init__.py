"""The way in and out over Kafka."""
