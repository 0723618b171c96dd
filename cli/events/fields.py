"""Describes the fields of a message from its JSON Schema."""

from collections.abc import Iterator
from typing import Any, NamedTuple

Schema = dict[str, Any]
Schemas = dict[str, Schema]
"""The schemas of all messages and their parts, by name."""


class Field(NamedTuple):
    """One field. Fields of a part follow, such as `tally.endorse` or `votes[].agency`."""

    path: str
    type: str
    is_required: bool
    sentence: str


def fields_of(schema: Schema, schemas: Schemas, before: str = "") -> Iterator[Field]:
    required = schema.get("required", ())
    for name, part_schema in schema.get("properties", {}).items():
        many, part = _part(part_schema, schemas)
        path = f"{before}{name}"
        sentence = part_schema.get("description") or part.get("description", "")
        yield Field(path, in_words(part_schema, schemas), name in required, sentence)
        yield from fields_of(part, schemas, f"{path}{'[]' if many else ''}.")


def in_words(schema: Schema, schemas: Schemas) -> str:
    """Describe the allowed values. Null is left out, because no writer sends it."""
    if "$ref" in schema:
        return in_words(_resolved(schema, schemas), schemas)
    if "anyOf" in schema:
        either = [in_words(each, schemas) for each in schema["anyOf"] if not _is_null(each)]
        return " or ".join(dict.fromkeys(either))
    if "const" in schema:
        return f"“{schema['const']}”"
    if "enum" in schema:
        return f"one of {', '.join(schema['enum'])}"
    if schema.get("type") == "array":
        return f"list of {in_words(schema.get('items', {}), schemas)}"
    return " ".join(filter(None, (schema.get("type", "anything"), _limits(schema))))


def _limits(schema: Schema) -> str:
    if "format" in schema:
        return f"({schema['format']})"
    if "pattern" in schema:
        return f"matching {schema['pattern']}"
    if "minimum" in schema and "maximum" in schema:
        return f"{schema['minimum']} to {schema['maximum']}"
    if "minimum" in schema:
        return f"from {schema['minimum']}"
    return f"up to {schema['maxLength']:,} characters" if "maxLength" in schema else ""


def _part(schema: Schema, schemas: Schemas) -> tuple[bool, Schema]:
    """Return the object inside a field, if any, and whether there are many."""
    if schema.get("type") == "array":
        return True, _part(schema.get("items", {}), schemas)[1]
    if "anyOf" in schema:
        [schema, *_] = [each for each in schema["anyOf"] if not _is_null(each)]
    held = _resolved(schema, schemas)
    return False, held if held.get("type") == "object" else {}


def _resolved(schema: Schema, schemas: Schemas) -> Schema:
    return schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _is_null(schema: Schema) -> bool:
    return schema.get("type") == "null"
