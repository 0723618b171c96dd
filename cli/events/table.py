"""The readable list of messages."""

from collections.abc import Sequence

from cli.events.sources import Fact

HEAD = """\
# Messages

<!-- Written by `./sentra docs` from shared/contracts and deploy/platform.yaml; do not edit. -->

Every message is a CloudEvents 1.0 JSON document (structured mode,
`application/cloudevents+json`; a vote may also come in binary mode, with `ce_` headers in small
letters). The record key is the `subject`, so all that happens to one subject
stays in order. Delivery is at least once: drop what you have seen by `id`, and ignore fields and
types that you do not know. [ADR 0005](../adr/0005-contracts.md) says how a message may change.

The `id` of an event reads `<kind>/<key>:<version>:<n>`, such as `ballot/U1:3:0`. This form is a
promise. `<kind>/<key>` names the aggregate of the event. A kind has no slash. A key may hold
slashes and colons, so read the two numbers from the end. `version` counts from 1, `n` from 0.
Numbers may be missing: a refusal has a version too, and some events stay in their service.

On one topic, the events of one aggregate about one subject come in the order of (`version`, `n`).
Repeats may come at any time, but an event never comes first after a newer one. So a reader may
keep the newest (`version`, `n`) of each aggregate, topic and subject, and drop what is not newer.
Between aggregates, topics or subjects there is no such order. The sender of a command chooses its
id.

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
        f"[json](../../shared/contracts/examples/{fact.type}.json)",
    )
