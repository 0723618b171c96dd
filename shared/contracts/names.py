"""Names for people: what stands in an event beside a code."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from shared.contracts.envelope import Message, Text


class Names(BaseModel):
    """A name in both languages."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    id: Text
    """Indonesian."""
    en: Text
    """English."""


class NamesOf(NamedTuple):
    """Marks a field that holds the names of another field's codes, in the same order."""

    field: str


@cache
def naming_fields(message: type[Message]) -> Mapping[str, str]:
    """Return the fields that hold names, by the field whose codes they name."""
    return {
        mark.field: name
        for name, field in message.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, NamesOf)
    }
