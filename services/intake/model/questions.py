"""What is asked about a letter before any row of it is taken, and what was answered."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

CONSENT = frozenset({"consent", "consent_on"})
"""Fields of which a column or two hold whether and when the owners agreed."""
Fields = Mapping[int, Sequence[str]]
"""By the place of a column, from 0, what it holds; nothing: the programme does not need it."""


class ColumnView(BaseModel):
    """One column of a letter as Sentra understands it."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    sheet: str
    """Empty in a text file."""
    column: str
    """As a spreadsheet names it: C."""
    heading: str
    fields: tuple[str, ...] = ()
    """What it is taken for; empty: it is not read."""
    confidence: float = 0.0
    reason: str | None = None
    """heading, cells, both, remembered or answered; passed-over: known, and not needed."""
    proposals: tuple[str, ...] = ()
    """What it may hold, the likeliest first."""
    samples: tuple[str, ...] = ()
    """Of a column that is asked about: its first cells, private ones masked."""
    open: bool = False


class TableView(BaseModel):
    """One table of a letter."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    sheet: str
    fingerprint: str
    """The same for the same headings in the same order."""
    columns: tuple[ColumnView, ...]
    missing: tuple[str, ...] = ()
    """Fields without which no row can be taken, and for which no column is known."""

    def fields(self) -> dict[int, tuple[str, ...]]:
        return {place: column.fields for place, column in enumerate(self.columns)}


class Question(BaseModel):
    """What the sender has to say first."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    tables: tuple[TableView, ...] = ()
    """Those with an open column, whole, so that a person sees its neighbours."""
    consent: bool = False
    """No column holds the owners' consent, and the sender has not declared it."""
    sentence: str | None = None
    """What the file itself says of the owners' consent, if it does."""
    names: Mapping[str, str] = {}
    """Every field that a column may hold, with its name in Indonesian."""
    message_id: str
    message_en: str


class Answer(BaseModel):
    """What was answered; stands in the import."""

    model_config = ConfigDict(frozen=True)

    fields: Mapping[str, Fields]
    """By the fingerprint of the table."""
    consent_on: date | None
    officer: str
    at: datetime


class KnownHeadings(BaseModel):
    """What an officer said of a letter's columns, for the next letters of that district."""

    model_config = ConfigDict(frozen=True)

    district: str
    fingerprint: str
    headings: tuple[str, ...]
    fields: Fields
    officer: str
    confirmed_at: datetime
