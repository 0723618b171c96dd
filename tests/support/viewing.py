"""A kind of view that is easy to check: it keeps the ids of all events that it folded, in order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shared.contracts.endorsement import UmkmPrioritised, VoteWithdrawn
from shared.contracts.envelope import CloudEvent, Event, envelope_of
from shared.contracts.ids import EventId
from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.projection import Counts, SectionKind, Sections, ViewKind, to_fold

AT = datetime(2026, 1, 5, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seen:
    ids: tuple[str, ...] = ()


def fold(seen: Seen, envelope: CloudEvent[Any]) -> Seen:
    return Seen((*seen.ids, envelope.id))


def count(sections: Sections) -> Counts:
    """Count events, and sections by how many events they have: these move between counters."""
    counted: Counter[str] = Counter()
    for name, section in sections.items():
        kind, length = name.partition("/")[0], len(section.state.ids)
        counted.update({f"{kind}.events": length, f"{kind} with {length % 3} more": 1})
    return counted


VIEWING = ViewKind(
    name="viewing",
    sections={
        "ballot": SectionKind(VoteWithdrawn.topic, Seen, Seen, fold, {VoteWithdrawn: "keeps it"}),
        "priority-entry": SectionKind(
            UmkmPrioritised.topic, Seen, Seen, fold, {UmkmPrioritised: "keeps it"}
        ),
    },
    count=count,
)


def an_event(event_id: str, key: str = "u1") -> CloudEvent[Any]:
    """Return an event of the kind that the id names, about the UMKM `key`."""
    event = _withdrawn(key) if event_id.startswith("ballot/") else _prioritised(key)
    return envelope_of(type(event))(
        id=event_id,
        source="/sentra/tests",
        type=event.type,
        subject=key,
        time=AT,
        data=event,
    )


def _withdrawn(key: str) -> Event:
    return VoteWithdrawn(umkm_id=key, agency="bi", vote_id="v1")


def _prioritised(key: str) -> Event:
    return UmkmPrioritised(
        umkm_id=key, list_number=1, rank=1, round_id="r1", business_name="Kopi", district="12.01"
    )


def facts(*event_ids: str, key: str = "u1") -> list[Input]:
    return [to_fold(an_event(event_id, key)) for event_id in event_ids]


def folded(messages: Iterable[Input]) -> dict[str, dict[str, Seen]]:
    """What the views must be, whatever the order of topics: each event once, in version order."""
    ids: dict[str, dict[str, set[EventId]]] = {}
    for message in messages:
        event_id = EventId.parse(message.cause)
        of_aggregate = event_id.key == message.key
        name = event_id.kind if of_aggregate else f"{event_id.kind}/{event_id.key}"
        ids.setdefault(message.key, {}).setdefault(name, set()).add(event_id)
    return {
        key: {name: Seen(tuple(map(str, sorted(each)))) for name, each in sections.items()}
        for key, sections in ids.items()
    }


def counted(views: Sequence[Sections]) -> dict[str, int]:
    """What the counters must be."""
    summed: Counter[str] = Counter()
    for sections in views:
        summed.update(count(sections))
    return {name: number for name, number in summed.items() if number}
