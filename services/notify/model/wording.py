"""The data that turn an event into a notice: rules, templates, words, the province."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import Template as Text
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from services.notify.model.notices import Urgency
from shared.province import Province

TemplateId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Pair = tuple[str, str]
"""Indonesian, English."""


class Audience(StrEnum):
    OWNER = "owner"
    DISTRICT = "district"
    """The office of the district that the event names."""
    EVERY_DISTRICT = "every-district"
    EVERY_AGENCY = "every-agency"


class Rule(BaseModel):
    """Which event makes which notice for whom."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: str
    to: Audience
    template: TemplateId
    urgency: Urgency = Urgency.NORMAL
    unless: str | None = None
    """A field of the event. If it is true, there is no notice."""


class Template(BaseModel):
    """The text of a notice. Versioned, and never edited after its first use."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: Annotated[str, Field(min_length=1, max_length=200)]
    body: Annotated[str, Field(min_length=1)]
    """For e-mail."""
    short: Annotated[str, Field(min_length=1, max_length=500)]
    """For WhatsApp and SMS."""

    @field_validator("subject", "body", "short")
    @classmethod
    def _well_formed(cls, text: str) -> str:
        if not Text(text).is_valid():
            raise ValueError("a lone $; write $$ for the sign itself")
        return text

    def names(self) -> set[str]:
        """The fields that it needs."""
        return {
            name
            for text in (self.subject, self.body, self.short)
            for name in Text(text).get_identifiers()
        }


class Words(BaseModel):
    """Words for codes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terms: dict[str, dict[str, Pair]]
    """By field, then by code."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Rules, templates, words and the province, all checked."""

    rules: Mapping[str, tuple[Rule, ...]]
    """By event type."""
    templates: Mapping[tuple[str, int], Template]
    """By id and version."""
    words: Words
    province: Province

    def newest(self, template: str) -> int:
        return max(version for each, version in self.templates if each == template)
