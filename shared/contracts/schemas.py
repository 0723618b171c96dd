"""JSON Schemas of the messages, for programs in any language."""

from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import models_json_schema

from shared.contracts.envelope import Message, envelope_of

JsonSchema = dict[str, Any]
NULL = {"type": "null"}
LEFT_OUT: list[tuple[str, Any]] = [("default", None), ("default", [])]
"""An absent list is an empty one. Generators of Java models write code for it that is no Java."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"
PREFIX = "urn:sentra:schema:"
"""Stands before the type in the `$id` of a schema and in the `dataschema` of its messages."""


def message_schema(message: type[Message]) -> JsonSchema:
    """Describe one message: its envelope with the data.

    The schema says what a writer may send, so a field with a default is optional. A writer leaves
    out a field without a value. Our readers also accept null for it.
    """
    schema = envelope_of(message).model_json_schema(mode="validation")
    described = _as_cloud_event(_without_null(schema))
    return {"$schema": DIALECT, "$id": PREFIX + message.type, **described}


def component_schemas(messages: Iterable[type[Message]], ref_template: str) -> JsonSchema:
    """Describe all messages in one namespace. Shared parts stand there once."""
    envelopes = [envelope_of(message) for message in messages]
    models = [(envelope, "validation") for envelope in envelopes]
    _, schema = models_json_schema(models, ref_template=ref_template)  # type: ignore[arg-type] # a list of pairs is invariant
    components: JsonSchema = _without_null(schema["$defs"])
    for envelope in envelopes:
        components[envelope.__name__] = _as_cloud_event(components[envelope.__name__])
    return components


def _without_null(schema: Any) -> Any:
    """Let an optional field be absent or have a value. Many generators fail at a null beside it."""
    if isinstance(schema, list):
        return [_without_null(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {k: _without_null(v) for k, v in schema.items() if (k, v) not in LEFT_OUT}
    if NULL not in plain.get("anyOf", ()):
        return plain
    [only] = (each for each in plain.pop("anyOf") if each != NULL)
    return {**only, **plain}


def _as_cloud_event(schema: JsonSchema) -> JsonSchema:
    """Require what CloudEvents requires. Our classes have defaults, but a writer has none."""
    return schema | {"required": ["specversion", "type", *schema["required"]]}
