"""The readable list of messages."""

from collections.abc import Sequence

from cli.events.sources import Fact

HEAD = """\
# Messages

<!-- Written by `./sentra docs` from shared/contracts and deploy/platform.yaml; do not edit. -->

Every message is a CloudEvents 1.0 JSON document (structured mode,
`application/cloudevents+json`). The record key is the `subject`, so all that happens to one subject
stays in order. Delivery is at least once: drop what you have seen by `id`, and ignore fields and
types that you do not know. [ADR 0005](../adr/0005-contracts.md) says how a message may change.

[index.html](index.html), a page to open in a browser, tells every field of every message, with
examples; [asyncapi.yaml](asyncapi.yaml) describes the same for programs; [schemas/](schemas) has
one JSON Schema for each message. [reactions.md](reactions.md) says which service reacts to what.
"""
COLUMNS = ("type", "topic", "key", "emitted by", "read by", "what it says", "example")


def table(facts: Sequence[Fact]) -> str:
    """Write one table of commands and one of events for each service."""
    commands = [fact for fact in facts if fact.is_command]
    parts = [HEAD, _section("Commands: what may be asked of the platform", commands)]
    for service in dict.fromkeys(fact.type.partition(".")[0] for fact in facts):
        events = [f for f in facts if not f.is_command and f.type.startswith(f"{service}.")]
        parts.append(_section(f"Events of {service}", events))
    return "\n".join(parts)


def _section(title: str, facts: Sequence[Fact]) -> str:
    rows = [COLUMNS, ("---",) * len(COLUMNS), *(_row(fact) for fact in facts)]
    return f"## {title}\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(fact: Fact) -> tuple[str, ...]:
    readers = [*fact.subscribers, *(["open to all"] if fact.is_open else [])]
    return (
        f"[`{fact.type}`](schemas/{fact.type}.json)",
        f"`{fact.address}`",
        fact.key,
        "an agency" if fact.is_command else ", ".join(fact.writers),
        ", ".join(readers) or ", ".join(fact.topics[0].readers),
        fact.sentence.replace("|", r"\|"),
        f"[json](../../tests/contract/golden/{fact.type}.json)",
    )
