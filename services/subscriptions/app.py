"""Puts subscriptions together."""

from services.subscriptions import api
from services.subscriptions.handlers import Feed
from services.subscriptions.settings import Settings
from services.subscriptions.store.horizon import Horizon
from services.subscriptions.store.readers import Readers
from shared.plumbing.run.service import Service


def create_service(settings: Settings) -> Service:
    """Build without any I/O."""
    service = Service("subscriptions", settings, "Public events, without Kafka.")
    horizon = Horizon(settings.kafka, settings.metadata_max_age_ms / 1000)
    feed = Feed(horizon, Readers(settings.kafka, settings.feed_readers), settings.feed_pollers)
    service.work(feed.run)
    service.serve(api.router(feed))
    return service
