"""What is known before a file is read: of its sender, and of headings."""

from datetime import date

from pydantic import BaseModel

from services.intake.model.questions import Fields


class Errand(BaseModel):
    """Read a letter of this district."""

    district: str
    arrived_on: date
    declared_consent_on: date | None = None
    """Its sender declares that all owners agreed on this day: in a sentence, not in a column."""
    answers: dict[int, Fields] = {}
    """The sender's, by the number of the table in the letter."""
    remembered: dict[str, Fields] = {}
    """Of the district's earlier letters, by the fingerprint of the table."""
    common: dict[str, str] = {}
    """What several districts said of a heading, by the heading in plain words."""
