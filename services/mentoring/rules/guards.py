"""Why a command is refused."""

from collections.abc import Mapping
from datetime import date

from services.mentoring.model.commands import (
    AssignMentor,
    FieldCommand,
    LeaveProgramme,
    LogVisit,
    OverrideStage,
    PassItem,
    PauseJourney,
    RecordExport,
    ReenterProgramme,
    ResumeJourney,
    SubmitEvidence,
)
from services.mentoring.model.journey import Journey, JourneyStatus
from services.mentoring.model.programme import Programme
from shared.plumbing.core.failures import Refused

ACTIVE, PAUSED = JourneyStatus.ACTIVE, JourneyStatus.PAUSED
READY, LEFT = JourneyStatus.EXPORT_READY, JourneyStatus.LEFT
HOME = "ID"
POSSIBLE: Mapping[type[FieldCommand], frozenset[JourneyStatus]] = {
    AssignMentor: frozenset({ACTIVE, PAUSED, READY}),
    LogVisit: frozenset({ACTIVE, PAUSED, READY}),
    SubmitEvidence: frozenset({ACTIVE, READY}),
    PassItem: frozenset({ACTIVE, READY}),
    OverrideStage: frozenset({ACTIVE}),
    PauseJourney: frozenset({ACTIVE}),
    ResumeJourney: frozenset({PAUSED}),
    LeaveProgramme: frozenset({ACTIVE, PAUSED, READY}),
    ReenterProgramme: frozenset({LEFT}),
    RecordExport: frozenset({READY}),
}
UNMET: Mapping[type[FieldCommand], str] = {
    ResumeJourney: "not-paused",
    ReenterProgramme: "not-left",
    RecordExport: "not-export-ready",
}
"""Refusal codes of commands that need one status. Other commands get the present status."""


def why_not(  # noqa: PLR0911 - a case for each command
    journey: Journey, command: FieldCommand, programme: Programme, today: date
) -> Refused | None:
    """Return the first reason to refuse a command, or None."""
    if journey.status not in POSSIBLE[type(command)]:
        code = UNMET.get(type(command), journey.status.value)
        return Refused(code, f"the journey is {journey.status}")
    match command:
        case LogVisit():
            if command.visited_on > today:
                return Refused("in-the-future", f"{command.visited_on} has not come yet")
            return _not_the_mentor(journey, command.mentor)
        case SubmitEvidence():
            return _no_submission(journey, command, programme, today)
        case PassItem():
            return _no_pass(journey, command, programme, today)
        case OverrideStage():
            if journey.present is None or journey.present.stage != command.stage:
                return Refused("not-the-stage", f"the journey is not in stage {command.stage!r}")
        case RecordExport():
            return _no_export(journey, command, today)
    return None


def _not_the_mentor(journey: Journey, mentor: str) -> Refused | None:
    if journey.mentor is None:
        return Refused("no-mentor", "the journey has no mentor yet")
    if journey.mentor != mentor:
        return Refused("not-the-mentor", f"{mentor!r} is not the mentor of this journey")
    return None


def _no_submission(
    journey: Journey, command: SubmitEvidence, programme: Programme, today: date
) -> Refused | None:
    if not programme.requires(command.item, journey.hs6):
        return _unknown(command.item)
    if journey.has_passed(command.item):
        return Refused("already-passed", f"{command.item!r} is passed")
    if command.issued_on and command.issued_on > today:
        return Refused("in-the-future", f"{command.issued_on} has not come yet")
    return None


def _no_pass(
    journey: Journey, command: PassItem, programme: Programme, today: date
) -> Refused | None:
    if not programme.requires(command.item, journey.hs6):
        return _unknown(command.item)
    if refused := _not_the_mentor(journey, command.mentor):
        return refused
    if journey.has_passed(command.item):
        return Refused("already-passed", f"{command.item!r} is passed")
    item = journey.items.get(command.item)
    if item is None:
        return Refused("no-evidence", f"nothing was submitted for {command.item!r}")
    expires_on = item.evidence.expires_on
    if expires_on and expires_on < today:
        return Refused("evidence-expired", f"the evidence was good until {expires_on}")
    return None


def _unknown(item: str) -> Refused:
    return Refused("unknown-item", f"the programme asks this UMKM for no item {item!r}")


def _no_export(journey: Journey, command: RecordExport, today: date) -> Refused | None:
    if command.exported_on > today:
        return Refused("in-the-future", f"{command.exported_on} has not come yet")
    if command.destination == HOME:
        return Refused("not-abroad", "an export goes to another country")
    if any(export.peb_number == command.peb_number for export in journey.exports):
        return Refused("duplicate-peb", f"PEB {command.peb_number} was recorded already")
    return None
