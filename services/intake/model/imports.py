"""An import: one file of a district on its way, row by row, and how far it has come."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, Field, field_serializer

from services.intake.model.questions import Answer, Question
from services.intake.model.responses import RowTally


class Mode(StrEnum):
    """`rows`: every good row is taken; `all`: none, unless every row can be read."""

    ROWS = "rows"
    ALL = "all"


class Outcome(StrEnum):
    """What becomes of one row."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    DUPLICATE = "duplicate"


class ImportStatus(StrEnum):
    WAITING = "waiting"
    CHECKING = "checking"
    WAITING_FOR_COLUMNS = "waiting-for-columns"
    """Its sender has to say first what a column holds, or that the owners agree."""
    TAKING = "taking"
    DONE = "done"
    REFUSED = "refused"
    """Nothing was taken, because one row could not be (`mode=all`)."""
    FAILED = "failed"
    """The file cannot be read, or not to its end. Rows up to the checkpoint were taken."""
    WITHDRAWN = "withdrawn"
    """What it recommended is taken back; the same file, sent again, is read anew."""


FINISHED = frozenset(map(ImportStatus, ("done", "refused", "failed", "withdrawn")))


class Failure(BaseModel, frozen=True):
    """Why an import ended early."""

    code: str
    message_id: str
    message_en: str


class FileNotice(Failure):
    """What an officer should know of the file as a whole, though its rows are taken."""

    given: str


class Sending(BaseModel, frozen=True, use_attribute_docstrings=True):
    """How a file was sent."""

    round_id: str
    district: str
    file: str
    mode: Mode
    dry_run: bool
    declared_consent_on: date | None = None
    """One sentence of the letter speaks for all its rows, as its sender declared."""
    sent_by: str | None = None
    """The account that sent it; it acts for each row."""

    @field_serializer("declared_consent_on")
    def _as_text(self, day: date | None) -> str | None:
        """MongoDB keeps no days without a time."""
        return day.isoformat() if day else None


class Import(Sending):
    """Named after the bytes of its file, its round, its district and its mode, by a keyed hash."""

    import_id: str
    """It opens the file and its report, so no event carries it."""
    letter: str
    """The keyed hash of its bytes, round and district: every row's cause begins with it."""
    file_id: str = Field(exclude=True)
    """Where its bytes are kept."""
    holder: str | None = Field(default=None, exclude=True)
    """The replica that works on it, as it was when this was read."""
    size_bytes: int
    created_at: datetime
    status: ImportStatus = ImportStatus.WAITING
    checkpoint: int = 0
    """The last written line. A resumed import goes on behind it."""
    percent: float = 0.0
    rows_per_second: float = 0.0
    rows: int = 0
    accepted: int = 0
    refused: int = 0
    duplicates: int = 0
    codes: Mapping[str, int] = {}
    """Refused rows by reason; a row with two reasons counts under both."""
    question: Question | None = None
    answer: Answer | None = None
    failure: Failure | None = None
    sheets: tuple[str, ...] = ()
    """Of a workbook with several tables: line 4 of the second one is 10,000,004."""
    notices: tuple[FileNotice, ...] = ()
    fingerprints: tuple[str, ...] = ()
    """Of the headings of its tables, under which answers are remembered."""
    forgotten: bool | None = None
    """Its bytes and lines are gone, for they held private data; the counts stay."""

    @property
    def is_finished(self) -> bool:
        return self.status in FINISHED

    @property
    def is_foretold(self) -> bool:
        """Whether its lines say what would become of the rows, because none is taken."""
        unsure = map(ImportStatus, ("waiting", "checking", "waiting-for-columns", "refused"))
        has_failed = self.status is ImportStatus.FAILED and not self.checkpoint
        return self.dry_run or self.status in {*unsure} or has_failed

    def tally(self) -> RowTally:
        return RowTally(self.rows, self.accepted, self.refused, self.duplicates, self.codes)
