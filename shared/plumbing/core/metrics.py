"""The counters of a service, shown at `/metrics`."""

from collections import Counter as Counts
from collections.abc import Collection, Sequence
from typing import Any

from prometheus_client import Counter, Gauge, Histogram

from shared.plumbing.core.aggregate import Change

RECEIVED = Counter("sentra_received", "Messages read from Kafka", ["topic"])
IGNORED = Counter("sentra_ignored", "Messages of a type that this service does not know", ["topic"])
APPLIED = Counter("sentra_applied", "Messages applied to an aggregate", ["kind"])
REPEATED = Counter("sentra_repeated", "Messages that had been applied before", ["kind"])
REFUSED = Counter("sentra_refused", "Messages refused by the rules", ["kind", "code"])
EMITTED = Counter("sentra_emitted", "Events saved, to be published", ["kind"])
RACES_LOST = Counter("sentra_races_lost", "Writes that met a newer version", ["kind"])
DEAD_LETTERS = Counter("sentra_dead_letters", "Messages put aside for good", ["topic"])
PUT_OFF = Counter("sentra_put_off", "Batches tried again because the world was away")
RESTARTED = Counter("sentra_consumer_restarted", "Consumers started again after standing still")
BATCH = Histogram(
    "sentra_batch_messages", "Messages in a batch", buckets=(1, 5, 20, 50, 100, 200, 500, 1000)
)
LAG = Gauge("sentra_lag_messages", "Messages that wait in the partitions assigned here")
FED = Counter("sentra_fed", "Events given to those who poll")
POLLERS = Gauge("sentra_pollers", "Requests to the feed that are under way")
PENDING = Gauge("sentra_pending", "Aggregates whose events wait for the relay", ["kind"])


def count_changes(kind: str, changes: Sequence[Change[Any]], lost: Collection[str]) -> None:
    """Count what one write did to the aggregates of a kind."""
    written = [change for change in changes if change.key not in lost]
    entries = [entry for change in written for entry in change.entries]
    APPLIED.labels(kind).inc(len(entries))
    REPEATED.labels(kind).inc(sum(len(change.repeated) for change in written))
    EMITTED.labels(kind).inc(sum(len(entry.events) for entry in entries))
    RACES_LOST.labels(kind).inc(len(lost))
    for code, count in Counts(e.refused.code for e in entries if e.refused).items():
        REFUSED.labels(kind, code).inc(count)
