"""The table of reactions, written from the subscriptions."""

from collections.abc import Iterator, Sequence

import orjson

from cli.events.sources import Fact
from shared.plumbing.core.projection import Projection
from shared.plumbing.core.sink import Sink
from shared.plumbing.core.wire import MessageReader
from shared.plumbing.kafka.consumer import Incoming, Subscription

HEAD = """\
# Reactions

<!-- Written by `./sentra docs` from the subscriptions of the services; do not edit. -->

What each service does when it reads a message from Kafka, and what it changes: an aggregate or a
view. What a service does by the clock is in `services/*/jobs.py`. Agencies and other readers may
react as well: [the messages](README.md) say who may read what. [Three trips](../trips.md) names
the functions on the way.

"""
COLUMNS = ("message", "who reacts", "changes", "how")
Subscriptions = Sequence[tuple[str, Subscription]]
"""Each with its service."""


def reactions(facts: Sequence[Fact], subscriptions: Subscriptions) -> str:
    """Write one table, and below it the messages to which no service reacts."""
    rows = [row for fact in facts for row in _rows(fact, subscriptions)]
    table = "".join(f"| {' | '.join(row)} |\n" for row in [COLUMNS, ("---",) * len(COLUMNS), *rows])
    others = "\n".join(f"- {_link(fact)}" for fact in facts if not [*_rows(fact, subscriptions)])
    return f"{HEAD}{table}\nNo service reacts to these; they are for other readers:\n\n{others}\n"


def reacting(
    facts: Sequence[Fact], subscriptions: Subscriptions
) -> dict[str, list[tuple[str, str]]]:
    """By type, each service that reacts, and how."""
    return {
        fact.type: [
            (service, subscription.reads[fact.message])
            for service, subscription in subscriptions
            if fact.message in subscription.reads
        ]
        for fact in facts
    }


def _rows(fact: Fact, subscriptions: Subscriptions) -> Iterator[tuple[str, ...]]:
    for service, subscription in subscriptions:
        if fact.message in subscription.reads:
            who = f"[{service}](../../services/{service})"
            reached = ", ".join(changed_by(fact, subscription))
            yield _link(fact), who, reached, subscription.reads[fact.message]


def _link(fact: Fact) -> str:
    return f"[`{fact.type}`](schemas/{fact.type}.json)"


def changed_by(fact: Fact, subscription: Subscription) -> list[str]:
    """Route the example like the service. Raises LookupError if it reaches nothing."""
    envelope = MessageReader([fact.message]).read(orjson.dumps(fact.example()))
    assert envelope is not None  # noqa: S101 - the reader knows this message
    tasks = subscription.route(Incoming(fact.topics[0].name, envelope))
    changed = sorted({_name_of(sink) for sink, _ in tasks})
    if not changed:
        raise LookupError(f"{subscription.group} reads {fact.type}, but its example does nothing.")
    return changed


def _name_of(sink: Sink) -> str:
    return f"view {sink.kind.name}" if isinstance(sink, Projection) else sink.kind.name
