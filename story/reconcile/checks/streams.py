"""What must hold of every event, whatever it says: order, bytes, and both places agree."""

import re
from collections.abc import Iterator

from shared.contracts.registry import all_messages
from story.reconcile.checks.privacy import CONTACTS
from story.reconcile.evidence import Aggregate, Collections, EventRecord, StoredEvent, Topics
from story.reconcile.result import Check, none, same

EVENT_ID = re.compile(r"(?P<aggregate>[a-z-]+/.+):(?P<version>\d+):(?P<n>\d+)")
COMPACTED = frozenset({CONTACTS})


def check_streams(topics: Topics, collections: Collections) -> list[Check]:
    published = {fact.id: fact for fact in topics.facts if _is_ours(fact)}
    stored = {event.id: event for event in collections.events}
    return [
        *_both_places_agree(published, stored),
        none("Repeats say the same", topics.contradictions, "the same id, the same bytes"),
        *_events_are_in_order(list(published.values())),
        none("Every record can be read", topics.unreadable, "CloudEvents in JSON"),
        *_nothing_is_left(topics, collections),
    ]


def _both_places_agree(
    published: dict[str, EventRecord], stored: dict[str, StoredEvent]
) -> list[Check]:
    return [
        same(
            "Events published = events stored",
            "distinct ids; a compacted topic may have dropped all but the newest",
            topics=len(published) + len(_compacted_away(published, stored)),
            collections=len(stored),
        ),
        none(
            "Every stored event is on its topic, in the same bytes",
            _not_as_stored(published, stored),
            "compared byte by byte",
        ),
        none(
            "Every published event is stored",
            [event for event in published if event not in stored],
            "nothing was published that was not saved",
        ),
    ]


def _events_are_in_order(facts: list[EventRecord]) -> list[Check]:
    return [
        none(
            "Event ids name aggregate, version and place",
            [fact.id for fact in facts if not EVENT_ID.fullmatch(fact.id)],
            "<kind>/<key>:<version>:<n>",
        ),
        none(
            "First occurrences are in version order",
            _out_of_order(facts),
            "for each aggregate and partition",
        ),
        none("All of one subject stays in one partition", _scattered(facts), "by key"),
    ]


def _nothing_is_left(topics: Topics, collections: Collections) -> list[Check]:
    return [
        none(
            "Histories have no gap and no message twice",
            _broken(collections.aggregates),
            "versions 1 to the newest, each cause once",
        ),
        none(
            "Nothing waits to be published",
            [f"{each.collection}/{each.key}" for each in collections.aggregates if each.pending],
            "no aggregate is pending",
        ),
        none(
            "No dead letters",
            [f"{count} of {topic}" for topic, count in topics.dead_letters.items()],
            "every message could be understood",
            topics=topics.dead_letters.total(),
        ),
    ]


def _is_ours(fact: EventRecord) -> bool:
    return fact.source.startswith("/sentra/")


def _topic_of(event: StoredEvent) -> str:
    message = all_messages().get(event.type)
    return message.topic if message else ""


def _compacted_away(published: dict[str, EventRecord], stored: dict[str, StoredEvent]) -> list[str]:
    """Contacts that a newer one of the same UMKM has replaced, and that Kafka may have dropped."""
    newest = {event.subject: event.id for event in stored.values() if _topic_of(event) in COMPACTED}
    return [
        event.id
        for event in stored.values()
        if event.id not in published
        and _topic_of(event) in COMPACTED
        and newest[event.subject] != event.id
    ]


def _not_as_stored(
    published: dict[str, EventRecord], stored: dict[str, StoredEvent]
) -> Iterator[str]:
    gone = set(_compacted_away(published, stored))
    for event in stored.values():
        if event.id in gone:
            continue
        fact = published.get(event.id)
        if fact is None:
            yield f"{event.id} is missing"
        elif fact.raw != event.raw:
            yield f"{event.id} differs"
        elif fact.topic != _topic_of(event):
            yield f"{event.id} is on {fact.topic}"


def _out_of_order(facts: list[EventRecord]) -> Iterator[str]:
    newest: dict[tuple[str, int, str], tuple[int, int]] = {}
    for fact in facts:
        match = EVENT_ID.fullmatch(fact.id)
        if not match:
            continue
        where = fact.topic, fact.partition, match["aggregate"]
        at = int(match["version"]), int(match["n"])
        if at < newest.get(where, at):
            yield fact.id
        newest[where] = max(at, newest.get(where, at))


def _scattered(facts: list[EventRecord]) -> Iterator[str]:
    home: dict[tuple[str, str], int] = {}
    for fact in facts:
        if home.setdefault((fact.topic, fact.key), fact.partition) != fact.partition:
            yield f"{fact.key} of {fact.topic}"


def _broken(aggregates: list[Aggregate]) -> Iterator[str]:
    for each in aggregates:
        causes = [entry.cause for entry in each.entries]
        versions = [entry.version for entry in each.entries]
        if versions != list(range(1, each.version + 1)) or len(set(causes)) != len(causes):
            yield f"{each.collection}/{each.key}"
