"""JSON Schemas of the messages, as a program in any language can read them."""

from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import models_json_schema

from shared.contracts.envelope import Message, envelope_of

JsonSchema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
PREFIX = "urn:sentra:schema:"
"""Before the type: the `$id` of a schema, and the `dataschema` of the messages that follow it."""


def message_schema(message: type[Message]) -> JsonSchema:
    """Describe one message whole: its envelope, with the data inside.

    It says what a reader accepts, so a field with a default is optional; a field that has no value
    is left out by the writer, never sent as null.
    """
    schema = envelope_of(message).model_json_schema(mode="validation")
    return {"$schema": DIALECT, "$id": PREFIX + message.type, **_as_cloud_event(schema)}


def component_schemas(messages: Iterable[type[Message]], ref_template: str) -> JsonSchema:
    """Describe all of them in one namespace, each shared part once."""
    envelopes = [envelope_of(message) for message in messages]
    models = [(envelope, "validation") for envelope in envelopes]
    _, schema = models_json_schema(models, ref_template=ref_template)  # type: ignore[arg-type] # a list of pairs is invariant
    components: JsonSchema = schema["$defs"]
    for envelope in envelopes:
        components[envelope.__name__] = _as_cloud_event(components[envelope.__name__])
    return components


def _as_cloud_event(schema: JsonSchema) -> JsonSchema:
    """Ask for what CloudEvents asks for: our own code has defaults for it, a writer has none."""
    return schema | {"required": ["specversion", "type", *schema["required"]]}
