"""Checks messages against the contract, with the same reader as the services."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from deploy.topics import listed_topics
from shared.contracts.channels import agency_of, travels_on
from shared.contracts.endorsement import (
    CLOCKS_DIFFER_WITHIN,
    CastVote,
    Choice,
    WithdrawVote,
)
from shared.contracts.envelope import CloudEvent, Message
from shared.contracts.registry import all_messages
from shared.plumbing.core.failures import Invalid
from shared.plumbing.core.wire import MessageReader

WHOLE = "message"


class Remark(NamedTuple):
    """A remark on one field of a message."""

    path: str
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """The result for a message. With a fault it becomes a dead letter."""

    type: str | None
    subject: str | None
    faults: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    """Remarks on what is valid but perhaps a mistake."""


def check(value: bytes, topic: str | None = None, agency: str | None = None) -> Verdict:
    """Find all faults. `topic`: where it is sent. `agency`: the account that sends it."""
    place = tuple(_faults_of_place(topic, agency)) if topic else ()
    try:
        envelope = _reader().read(value, strict=True)
    except Invalid as invalid:
        return Verdict(None, None, (*place, *_faults(invalid)), ())
    assert envelope is not None  # noqa: S101 - a strict reader answers or raises
    faults = (*place, *_faults_of_type(envelope, topic)) if topic else ()
    raw = json.loads(value)
    ignored = _ignored("data", envelope.data, raw["data"])
    notes = (*_beside_the_schema(raw), *ignored, *_about(envelope, topic))
    return Verdict(envelope.type, envelope.subject, faults, notes)


@cache
def _reader() -> MessageReader:
    return MessageReader(tuple(all_messages().values()))


def _faults(invalid: Invalid) -> Iterator[Remark]:
    error = invalid.__cause__
    if not isinstance(error, ValidationError) or str(invalid).startswith("unknown type"):
        yield Remark(WHOLE, str(invalid))
        return
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        # The first part of a path is the message type.
        parts = [str(part) for part in problem["loc"] if part not in all_messages()]
        yield Remark(".".join(parts) or WHOLE, problem["msg"])


def _faults_of_place(name: str, agency: str | None) -> Iterator[Remark]:
    topic = next((each for each in listed_topics() if each.name == name), None)
    if topic is None:
        yield Remark("topic", f"the platform has no topic {name!r}")
    elif agency and f"agency-{agency}" not in topic.writers:
        writers = ", ".join(topic.writers)
        yield Remark("topic", f"only {writers} may write there, not agency-{agency}")


def _faults_of_type(envelope: CloudEvent[Any], topic: str) -> Iterator[Remark]:
    message: type[Message] = type(envelope.data)
    if not travels_on(message, topic):
        yield Remark("type", f"{envelope.type} travels on {message.topic}, not on {topic}")


def _beside_the_schema(raw: dict[str, Any]) -> Iterator[Remark]:
    """What the platform understands, and the schema does not allow."""
    if "specversion" not in raw:
        yield Remark("specversion", 'is missing; write "1.0", other readers need it')
    if not isinstance(raw["time"], str):
        yield Remark("time", "is a number; write a text with date and time, other readers need it")


def _about(envelope: CloudEvent[Any], topic: str | None) -> Iterator[Remark]:
    message: type[Message] = type(envelope.data)
    data = envelope.data
    if isinstance(data, CastVote) and data.choice is not Choice.ENDORSE and not data.reason:
        yield Remark("data.reason", f"a vote of {data.choice} without a reason will be refused")
    ahead = isinstance(data, CastVote | WithdrawVote) and (
        envelope.time > datetime.now(UTC) + CLOCKS_DIFFER_WITHIN
    )
    if ahead:
        yield Remark("time", "a vote that is dated ahead will be refused until that time has come")
    if topic and (agency := agency_of(message, topic)):
        yield Remark("topic", f"counts as said by {agency}, whatever the message says of itself")


def _ignored(path: str, model: BaseModel, fields: dict[str, Any]) -> Iterator[Remark]:
    """Name fields that readers ignore, such as a misspelt optional field."""
    for name, value in fields.items():
        if name not in type(model).model_fields:
            yield Remark(f"{path}.{name}", "is not in the contract and is ignored")
        elif isinstance(inside := getattr(model, name), BaseModel):
            yield from _ignored(f"{path}.{name}", inside, value)
