"""W3C trace context: which trace of which other system something belongs to."""

import re

_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def well_formed(trace: str | None) -> str | None:
    """Return the `traceparent` (version 00); what looks otherwise is as good as absent."""
    return trace if trace and _TRACEPARENT.fullmatch(trace) else None
