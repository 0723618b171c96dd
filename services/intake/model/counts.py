"""What intake took in, in figures."""

from collections.abc import Mapping

from pydantic import BaseModel

from services.intake.model.nominations import NominationStatus


class Counts(BaseModel):
    """What intake took in, counted from its collections."""

    nominations: Mapping[NominationStatus, int]
    answered: int
    """Responses with at least one accepted row."""
    letters: int
    rows: int
    accepted: int
    refused: int
    duplicates: int
    refused_by_code: Mapping[str, int]
    """A row with two reasons counts under both."""
