"""JSON Schemas of the messages, for programs in any language."""

from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import models_json_schema

from shared.contracts.envelope import Message, envelope_of

JsonSchema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
PREFIX = "urn:sentra:schema:"
"""Stands before the type in the `$id` of a schema and in the `dataschema` of its messages."""


def message_schema(message: type[Message]) -> JsonSchema:
    """Describe one message: its envelope with the data.

    The schema says what a reader accepts, so a field with a default is optional. A writer leaves
    out a field without a value and never sends null.
    """
    schema = envelope_of(message).model_json_schema(mode="validation")
    return {"$schema": DIALECT, "$id": PREFIX + message.type, **_as_cloud_event(schema)}


def component_schemas(messages: Iterable[type[Message]], ref_template: str) -> JsonSchema:
    """Describe all messages in one namespace. Shared parts stand there once."""
    envelopes = [envelope_of(message) for message in messages]
    models = [(envelope, "validation") for envelope in envelopes]
    _, schema = models_json_schema(models, ref_template=ref_template)  # type: ignore[arg-type] # a list of pairs is invariant
    components: JsonSchema = schema["$defs"]
    for envelope in envelopes:
        components[envelope.__name__] = _as_cloud_event(components[envelope.__name__])
    return components


def _as_cloud_event(schema: JsonSchema) -> JsonSchema:
    """Require what CloudEvents requires. Our classes have defaults, but a writer has none."""
    return schema | {"required": ["specversion", "type", *schema["required"]]}
