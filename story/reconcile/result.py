"""The result of a reconciliation: a list of checks, each with the figures that it compared."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Figure = int | None
SHOWN = 5


class Check(BaseModel):
    """One figure counted from up to three sources; None where a source cannot know it."""

    model_config = ConfigDict(frozen=True)

    name: str
    letters: Figure = None
    topics: Figure = None
    collections: Figure = None
    ok: bool
    explanation: str = ""


class ServiceFigures(BaseModel):
    """What went in and out of one service."""

    model_config = ConfigDict(frozen=True)

    service: str
    received: int
    accepted: int
    refused: dict[str, int] = Field(default_factory=dict)
    """By reason."""
    emitted: int
    dead_lettered: int
    notices: int


class Reconciliation(BaseModel):
    model_config = ConfigDict(frozen=True)

    checks: tuple[Check, ...]
    services: tuple[ServiceFigures, ...]
    figures: dict[str, int] = Field(default_factory=dict)
    """Distinct events by type: the story in numbers."""
    repeated: int = 0
    """Records that came again with the same id and bytes; allowed, and told."""

    files_refused: dict[str, str] = Field(default_factory=dict)
    """Files that were not read, or not to the end, and why; what was not read is in no figure."""

    @property
    def holds(self) -> bool:
        return all(check.ok for check in self.checks)

    def failed(self) -> list[Check]:
        return [check for check in self.checks if not check.ok]

    def to_json(self) -> dict[str, Any]:
        """For programs and tests."""
        return {"holds": self.holds, **self.model_dump(mode="json")}


def same(name: str, why: str = "", **figures: Figure) -> Check:
    """All figures that are there agree."""
    known = {figure for figure in figures.values() if figure is not None}
    return Check(name=name, **figures, ok=len(known) == 1, explanation=why)


def none(name: str, faults: Iterable[str], meaning: str, **figures: Figure) -> Check:
    """There must be nothing of the kind; otherwise the first few are named."""
    faults = list(faults)
    if not faults:
        return Check(name=name, **figures, ok=True, explanation=meaning)
    more = f" and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
    shown = ", ".join(faults[:SHOWN]) + more
    return Check(name=name, **figures, ok=False, explanation=f"{len(faults)}: {shown}")
