"""What the child process is to do, as its parent says it; holds nothing of what is in a file."""

from datetime import date

from pydantic import BaseModel

from services.intake.letters.parsing import LetterFacts
from services.intake.letters.sheets import Knowledge
from services.intake.model.questions import Fields


class Errand(BaseModel):
    """Read a letter of this district."""

    district: str
    arrived_on: date
    declared_consent_on: date | None = None
    """One sentence of the letter speaks for all its rows, as its sender declared."""
    answers: dict[str, Fields] = {}
    """The sender's, by the fingerprint of the table."""
    remembered: dict[str, Fields] = {}
    """Of the district's earlier letters."""
    common: dict[str, str] = {}
    """What several districts said of a heading."""

    @property
    def knowledge(self) -> Knowledge:
        return Knowledge(self.answers, self.remembered, self.common)

    @property
    def letter(self) -> LetterFacts:
        return LetterFacts(self.district, self.arrived_on, self.declared_consent_on)
