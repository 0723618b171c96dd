"""What is asked about a letter before any row of it is taken, and what was answered."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pydantic import BaseModel

CONSENT = frozenset({"consent", "consent_on"})
"""Whether the owner agreed, and when; both may stand in one column."""
Fields = Mapping[int, Sequence[str]]
"""By the place of a column, from 0, what it holds; nothing: the programme does not need it."""


class ColumnView(BaseModel, frozen=True, use_attribute_docstrings=True):
    """One column of a letter as Sentra understands it."""

    sheet: str
    """Empty in a text file."""
    column: str
    """As a spreadsheet names it: C."""
    heading: str
    fields: tuple[str, ...] = ()
    """What it is taken for; empty: it is not read."""
    confidence: float = 0.0
    reason: str | None = None
    """heading, cells, both, remembered, answered; passed-over or shared: not kept."""
    proposals: tuple[str, ...] = ()
    """What it may hold, the likeliest first."""
    samples: tuple[str, ...] = ()
    """Of a column that is asked about: its first cells, private ones masked."""
    open: bool = False


class TableView(BaseModel, frozen=True, use_attribute_docstrings=True):
    """One table of a letter."""

    sheet: str
    fingerprint: str
    """The same for the same headings in the same order."""
    columns: tuple[ColumnView, ...]
    missing: tuple[str, ...] = ()
    """Fields without which no row can be taken, and for which no column is known."""
    numbers: tuple[int, ...] = ()
    """Of a question: the tables of the letter, from 0, for which the answer holds."""

    @property
    def is_open(self) -> bool:
        return any(column.open for column in self.columns)

    @property
    def is_answered(self) -> bool:
        return any(column.reason == "answered" for column in self.columns)

    def proposes(self, field: str) -> bool:
        return any(field in column.proposals for column in self.columns if column.open)

    def fields(self) -> dict[int, tuple[str, ...]]:
        return {place: column.fields for place, column in enumerate(self.columns)}


class Question(BaseModel, frozen=True, use_attribute_docstrings=True):
    """What the sender has to say first."""

    tables: tuple[TableView, ...] = ()
    """Those with an open column, whole, so that a person sees its neighbours."""
    answered: tuple[TableView, ...] = ()
    """Those whose columns were answered before; they may be answered anew."""
    others: bool = False
    """The letter has further tables, so that one of these may be left out."""
    consent: bool = False
    """No column holds the owners' consent, and the sender has not declared it."""
    sentence: str | None = None
    """What the file itself says of the owners' consent, if it does."""
    names: Mapping[str, str] = {}
    """Every field that a column may hold, with its name in Indonesian."""
    message_id: str
    message_en: str


class Answer(BaseModel, frozen=True):
    """What was answered; stands in the import."""

    fields: Mapping[int, Fields]
    """By the number of the table in the letter, from 0."""
    consent_on: date | None
    officer: str
    at: datetime


class KnownHeadings(BaseModel, frozen=True):
    """What an officer said of a letter's columns, for the next letters of that district."""

    district: str
    fingerprint: str
    headings: tuple[str, ...]
    fields: Fields
    officer: str
    confirmed_at: datetime
