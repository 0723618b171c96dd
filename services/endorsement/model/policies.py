"""How votes become an outcome: versioned data."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.ids import AgencyId
from shared.plumbing.versioned import Versioned


class Agency(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: AgencyId
    name: str


class Policy(Versioned):
    """How votes become an outcome; versioned data, never edited once it was used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    agencies: tuple[Agency, ...] = Field(min_length=1)
    quorum: int = Field(ge=1)
    deadline_days: int = Field(ge=1)

    @property
    def deadline(self) -> timedelta:
        return timedelta(days=self.deadline_days)

    def has(self, agency: str) -> bool:
        return any(each.id == agency for each in self.agencies)

    def voters(self, nominated_by: str) -> tuple[str, ...]:
        """List who may vote: every agency but the one that nominated."""
        return tuple(agency.id for agency in self.agencies if agency.id != nominated_by)
