"""The settings of subscriptions."""

from pydantic import Field

from shared.plumbing.core.settings import ServiceSettings


class Settings(ServiceSettings):
    """The limits of the feed."""

    feed_readers: int = Field(default=4, ge=1, le=64)
    """Pages of the event feed that are read from Kafka at the same time."""
    feed_pollers: int = Field(default=200, ge=1, le=10_000)
    """Requests to the feed under way, those that wait included; more are asked to come later."""
