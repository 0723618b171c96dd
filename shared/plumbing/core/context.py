"""The correlation id, trace and actor of the present request."""

from structlog.contextvars import get_contextvars


def correlation() -> str | None:
    """The id that everything caused by the present request carries."""
    return get_contextvars().get("correlation")


def actor() -> str | None:
    """Who acts: the account of the request, or `job/<name>`. Histories hold it, events never."""
    return get_contextvars().get("actor")


def trace() -> str | None:
    """The trace of the present request (W3C trace context)."""
    return get_contextvars().get("traceparent")
