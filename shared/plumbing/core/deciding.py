"""Applies one message to one aggregate: the rules decide, an entry records the outcome."""

from datetime import datetime
from typing import TypeVar

from shared.contracts.ids import EventId
from shared.plumbing.core.aggregate import Change, HistoryEntry, Input, Kind, Outgoing
from shared.plumbing.core.failures import STALE, Refused
from shared.plumbing.core.wire import Origin, encode

S = TypeVar("S")


def apply_one(kind: Kind[S], change: Change[S], message: Input, now: datetime) -> None:
    if message.expected is not None and change.is_changed_since(message.expected):
        change.turned_away[message.cause] = _stale(message, change.version)
        return
    outcome = message.refused or kind.decide(change.state, message.command, now)
    refused = outcome if isinstance(outcome, Refused) else None
    if isinstance(outcome, Refused):
        if outcome.missing and not change.version:
            change.turned_away[message.cause] = outcome
            return
        answer = kind.refusal(message.command, outcome)
        outcome = [answer] if answer else []
    version = change.version + 1
    origin = Origin(kind.source, now, message.cause, message.correlation, message.trace)
    outgoing = []
    for n, event in enumerate(outcome):
        change.state = kind.evolve(change.state, event)
        if not event.topic:  # it stays inside the service
            continue
        raw = encode(event, str(EventId(kind.name, change.key, version, n)), origin)
        outgoing.append(Outgoing(event.topic, event.subject(), raw))
    sender = message.request_hash, message.actor
    entry = HistoryEntry(version, now, message.cause, refused, tuple(outgoing), *sender)
    change.entries.append(entry)


def _stale(message: Input, version: int) -> Refused:
    return Refused(STALE, f"{message.key} is at version {version}, not {message.expected}")
