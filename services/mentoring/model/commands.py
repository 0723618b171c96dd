"""The commands of mentors and coordinators."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.contracts.faults import FewFaults
from shared.contracts.ids import ItemId, StageId, UmkmId
from shared.contracts.written import Day
from shared.indonesia.personal import NoPersonalData

PersonId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
"""The account of a mentor or coordinator, never a name."""
_text = partial(StringConstraints, strip_whitespace=True)
Reason = Annotated[str, _text(min_length=3, max_length=500, pattern=r"\S[\s\S]+\S"), NoPersonalData]
Words = Annotated[str, _text(max_length=500)]


def _named(schema: dict[str, Any], body: type[BaseModel]) -> None:
    """Require the `type` in the schemas of a list. The path of a single command names it."""
    if body.__base__ is CommandBody:
        schema["required"] = ["type", *schema.get("required", ())]


class CommandBody(FewFaults):
    """A command. `type` names it in a list."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        json_schema_extra=_named,
    )


class AssignMentor(CommandBody):
    """Give the UMKM a mentor, who replaces the one before."""

    type: Literal["assign-mentor"] = "assign-mentor"
    mentor: PersonId


class LogVisit(CommandBody):
    """Note a visit of the mentor."""

    type: Literal["log-visit"] = "log-visit"
    mentor: PersonId
    visited_on: Day
    note: Words = ""


class SubmitEvidence(CommandBody):
    """Submit a reference to the evidence for an item. The newest counts."""

    type: Literal["submit-evidence"] = "submit-evidence"
    item: ItemId
    reference: Annotated[str, _text(min_length=1, max_length=200, pattern=r"\S")]
    issued_on: Day | None = None
    expires_on: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.issued_on and self.expires_on and self.expires_on < self.issued_on:
            raise ValueError("expires_on lies before issued_on")
        return self


class PassItem(CommandBody):
    """The mentor accepts the evidence. The last required item completes the stage."""

    type: Literal["pass-item"] = "pass-item"
    item: ItemId
    mentor: PersonId


class OverrideStage(CommandBody):
    """Complete the present stage without all items. Keeps the person and the reason."""

    type: Literal["override-stage"] = "override-stage"
    stage: StageId
    reason: Reason
    by: PersonId


class PauseJourney(CommandBody):
    """Pause the present stage. Its time stands still."""

    type: Literal["pause"] = "pause"
    reason: Reason


class ResumeJourney(CommandBody):
    """End the pause. The due date moves by its length."""

    type: Literal["resume"] = "resume"


class LeaveProgramme(CommandBody):
    """The UMKM leaves."""

    type: Literal["leave"] = "leave"
    reason: Reason


class ReenterProgramme(CommandBody):
    """The UMKM comes back. Passed items count; the present stage starts again."""

    type: Literal["re-enter"] = "re-enter"


class RecordExport(CommandBody):
    """Record an export with the number of its customs declaration (PEB)."""

    type: Literal["record-export"] = "record-export"
    peb_number: Annotated[
        str, _text(to_upper=True, max_length=40, pattern=r"^\s*[A-Za-z0-9][A-Za-z0-9./-]{0,39}\s*$")
    ]
    destination: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    """ISO 3166-1 alpha-2."""
    value_usd: Annotated[float, Field(strict=True, gt=0, le=1e12, allow_inf_nan=False)]
    exported_on: Day


FieldCommand = (
    AssignMentor
    | LogVisit
    | SubmitEvidence
    | PassItem
    | OverrideStage
    | PauseJourney
    | ResumeJourney
    | LeaveProgramme
    | ReenterProgramme
    | RecordExport
)


class Request(FewFaults):
    """One command of a list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    umkm_id: UmkmId
    id: Annotated[str, Field(min_length=1, max_length=120)]
    """One id for one UMKM is one command, applied once."""
    command: Annotated[FieldCommand, Field(discriminator="type")]


@dataclass(frozen=True, slots=True)
class SayOverdue:
    """The timer saw the present stage past its due date."""

    seen_at: datetime
