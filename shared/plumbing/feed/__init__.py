"""The public topics, read by cursor: no group, no state but what the reader brings along."""

from shared.plumbing.feed.cursors import OutdatedCursor, encode
from shared.plumbing.feed.feed import Asked, Feed, Page
from shared.plumbing.feed.selection import Selection, public_events

__all__ = ["Asked", "Feed", "OutdatedCursor", "Page", "Selection", "encode", "public_events"]
