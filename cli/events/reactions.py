"""The table of reactions, written from the subscriptions."""

from collections.abc import Iterator, Mapping, Sequence

import orjson

from cli.events.sources import Fact
from shared.plumbing.core.wire import MessageReader
from shared.plumbing.kafka.consumer import Incoming, Subscription

HEAD = """\
# Reactions

<!-- Written by `./sentra docs` from the subscriptions of the services; do not edit. -->

What each service does when it reads a message from Kafka, and on which aggregate. What a service
does by the clock stands in `services/*/jobs.py`. Agencies and other readers may react as well:
[the messages](README.md) say who may read what.

"""
COLUMNS = ("message", "who reacts", "aggregate", "how")


def reactions(facts: Sequence[Fact], subscriptions: Mapping[str, Subscription]) -> str:
    """Write one table, and below it the messages to which no service reacts."""
    rows = [row for fact in facts for row in _rows(fact, subscriptions)]
    table = "".join(f"| {' | '.join(row)} |\n" for row in [COLUMNS, ("---",) * len(COLUMNS), *rows])
    others = "\n".join(f"- {_link(fact)}" for fact in facts if not fact.subscribers)
    return f"{HEAD}{table}\nNo service reacts to these; they are for other readers:\n\n{others}\n"


def _rows(fact: Fact, subscriptions: Mapping[str, Subscription]) -> Iterator[tuple[str, ...]]:
    for service in fact.subscribers:
        subscription = subscriptions[service]
        who = f"[{service}](../../services/{service}/consumers.py)"
        reached = ", ".join(aggregates(fact, subscription))
        yield _link(fact), who, reached, subscription.reads[fact.message]


def _link(fact: Fact) -> str:
    return f"[`{fact.type}`](schemas/{fact.type}.json)"


def aggregates(fact: Fact, subscription: Subscription) -> list[str]:
    """Route the example like the service. Raises LookupError if it reaches nothing."""
    envelope = MessageReader([fact.message]).read(orjson.dumps(fact.example()))
    assert envelope is not None  # noqa: S101 - the reader knows this message
    tasks = subscription.route(Incoming(fact.topics[0].name, envelope))
    kinds = sorted({sink.kind.name for sink, _ in tasks})
    if not kinds:
        raise LookupError(f"{subscription.group} reads {fact.type}, but its example does nothing.")
    return kinds
