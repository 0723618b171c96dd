"""Encodes and decodes messages: the fast form of the envelope in `shared.contracts`."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, NamedTuple

import orjson
from pydantic import Field, TypeAdapter, ValidationError

from shared.contracts.envelope import MAX_MESSAGE_BYTES, CloudEvent, Message, envelope_of
from shared.contracts.registry import all_messages
from shared.contracts.schemas import PREFIX
from shared.plumbing.core.aggregate import Outgoing
from shared.plumbing.core.failures import Invalid
from shared.plumbing.core.variants import usual_form


class Origin(NamedTuple):
    """The source, time and cause in the envelope of an event."""

    source: str
    at: datetime
    cause: str | None = None
    correlation: str | None = None
    trace: str | None = None


def encode(event: Message, event_id: str, origin: Origin) -> bytes:
    """Encode once. The same bytes are stored and published."""
    envelope: dict[str, Any] = {
        "specversion": "1.0",
        "id": event_id,
        "source": origin.source,
        "type": event.type,
        "subject": event.subject(),
        "time": origin.at,
        "datacontenttype": "application/json",
        "dataschema": PREFIX + event.type,
    }
    if origin.correlation:
        envelope["correlationid"] = origin.correlation
    if origin.cause:
        envelope["causationid"] = origin.cause
    if origin.trace:
        envelope["traceparent"] = origin.trace
    envelope["data"] = orjson.Fragment(
        event.__pydantic_serializer__.to_json(event, exclude_none=True)
    )
    raw = orjson.dumps(envelope, option=orjson.OPT_UTC_Z)
    if len(raw) > MAX_MESSAGE_BYTES:
        raise Invalid(f"{event.type} of {len(raw)} bytes is over the limit of {MAX_MESSAGE_BYTES}")
    return raw


class MessageReader:
    """Decodes the messages that one consumer knows.

    On event topics it ignores unknown types. On command topics use `strict`, because an ignored
    type would be a lost request.
    """

    def __init__(self, known: Sequence[type[Message]]) -> None:
        envelopes = tuple(envelope_of(message) for message in known)
        union: Any = envelopes[0]
        for envelope in envelopes[1:]:
            union = union | envelope
        if len(envelopes) > 1:
            union = Annotated[union, Field(discriminator="type")]
        self._adapter: TypeAdapter[CloudEvent[Any]] = TypeAdapter(union)
        self._types = frozenset(message.type for message in known)

    def read(self, value: bytes | None, *, strict: bool = False) -> CloudEvent[Any] | None:
        """Returns None for an unknown type. Raises Invalid with the reason."""
        if value is None:
            raise Invalid("the record has no value")
        if len(value) > MAX_MESSAGE_BYTES:
            raise Invalid(f"{len(value)} bytes are over the limit of {MAX_MESSAGE_BYTES}")
        try:
            envelope = self._validated(value)
        except ValidationError as error:
            unknown = self._unknown_type(value)
            if unknown and not strict:
                return None
            raise Invalid(f"unknown type {unknown!r}" if unknown else in_words(error)) from error
        if strict and _names_another_version(envelope):
            raise Invalid(f"unknown schema {envelope.dataschema!r}")
        if envelope.subject != envelope.data.subject():
            raise Invalid(f"subject {envelope.subject!r} is not the subject of the data")
        return envelope

    def _validated(self, value: bytes) -> CloudEvent[Any]:
        """Look at another form only after the usual one failed: nearly all messages have it."""
        try:
            return self._adapter.validate_json(value)
        except ValidationError:
            if (usual := usual_form(value)) is None:
                raise
            return self._adapter.validate_json(usual)

    def _unknown_type(self, value: bytes) -> str | None:
        try:
            content = orjson.loads(value)
        except orjson.JSONDecodeError:
            return None
        named = content.get("type") if isinstance(content, dict) else None
        return named if isinstance(named, str) and named not in self._types else None


def _names_another_version(envelope: CloudEvent[Any]) -> bool:
    """True if the `dataschema` names another version of this type. Other URIs are fine."""
    schema, stem = envelope.dataschema, envelope.type.rpartition(".v")[0]
    if schema is None or schema == PREFIX + envelope.type:
        return False
    versions = re.findall(rf"{re.escape(stem)}\.v\d+", schema)
    return bool(versions) and envelope.type not in versions


def in_words(error: ValidationError) -> str:
    """Name the wrong fields and the reasons. The values stay out: they may be private."""
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(
        f"{'.'.join(str(part) for part in problem['loc']) or 'message'}: {problem['msg']}"
        for problem in problems[:5]
    )


def outgoing(raw: bytes) -> Outgoing:
    """Make a stored event ready to publish. Its own bytes name the topic."""
    envelope = orjson.loads(raw)
    return Outgoing(all_messages()[envelope["type"]].topic, envelope["subject"], raw)
