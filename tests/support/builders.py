"""Histories to start from, with what a test is not about filled in."""

from datetime import UTC, datetime

from shared.contracts.endorsement import VoteWithdrawn
from shared.plumbing.core.aggregate import Change, HistoryEntry, Outgoing, Snapshot
from shared.plumbing.core.failures import Refused
from shared.plumbing.core.wire import Origin, encode
from tests.support.counting import Counted

AT = datetime(2026, 1, 5, 3, tzinfo=UTC)


def an_entry(version: int, key: str = "u1", refused: Refused | None = None) -> HistoryEntry:
    """Return the entry of a message with the cause `c<version>`."""
    event = VoteWithdrawn(umkm_id=key, agency="bi", vote_id=f"c{version}")
    raw = encode(event, f"ballot/{key}:{version}:0", Origin("/sentra/tests", AT))
    events = () if refused else (Outgoing(event.topic, key, raw),)
    return HistoryEntry(version, AT, f"c{version}", refused, events)


def a_change(
    before: Snapshot[Counted] | None = None,
    entries: int = 1,
    key: str = "u1",
    *,
    pending: bool = False,
    archive_to: int = 0,
) -> Change[Counted]:
    """Return one that adds so many entries; everything before it is acknowledged."""
    before = before or Snapshot(0, 0, Counted())
    versions = range(before.version + 1, before.version + 1 + entries)
    return Change(
        key,
        before,
        Counted((*before.state.labels, *(f"c{version}" for version in versions))),
        pending,
        [an_entry(version, key) for version in versions],
        acknowledged=before.version,
        archive_to=archive_to,
    )
