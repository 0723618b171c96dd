"""What the present request is part of, for everything that follows from it."""

from structlog.contextvars import get_contextvars


def correlation() -> str | None:
    """The id under which everything that follows from the present request is found."""
    return get_contextvars().get("correlation")


def trace() -> str | None:
    """The trace that the present request belongs to (W3C trace context)."""
    return get_contextvars().get("traceparent")
