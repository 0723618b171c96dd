"""W3C trace context: the trace of another system that a message belongs to."""

import re

_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def well_formed(trace: str | None) -> str | None:
    """Return a valid `traceparent` (version 00), else None."""
    return trace if trace and _TRACEPARENT.fullmatch(trace) else None
