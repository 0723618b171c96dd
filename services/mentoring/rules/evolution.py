"""How events change a journey."""

from dataclasses import replace

from services.mentoring.model.facts import (
    EvidenceSubmitted,
    ItemPassed,
    JourneyPaused,
    MentorAssigned,
    PauseEnded,
    StageClosed,
    StageStarted,
    VisitLogged,
)
from services.mentoring.model.journey import (
    CompletedStage,
    Evidence,
    Export,
    ItemProgress,
    Journey,
    JourneyStatus,
    Override,
    Pause,
    PresentStage,
    Visit,
)
from shared.contracts.envelope import Event
from shared.contracts.mentoring import (
    ExportReady,
    ExportRecorded,
    JourneyLeft,
    JourneyReentered,
    JourneyStarted,
    StageOverdue,
)
from shared.indonesia.zones import day_begun_at


def evolve(journey: Journey, event: Event) -> Journey:
    """Return the journey after one of its events."""
    match event:
        case MentorAssigned():
            return replace(journey, mentor=event.mentor)
        case VisitLogged():
            visit = Visit(event.mentor, event.visited_on, event.note)
            return replace(journey, visits=(*journey.visits, visit))
        case EvidenceSubmitted():
            return _submitted(journey, event)
        case ItemPassed():
            before = journey.items[event.item]
            passed = replace(before, passed_at=event.at, passed_by=event.mentor)
            return replace(journey, items={**journey.items, event.item: passed})
        case ExportRecorded():
            return _exported(journey, event)
    return _evolve_way(journey, event)


def _evolve_way(journey: Journey, event: Event) -> Journey:  # noqa: PLR0911 - a case for each event
    """Apply the events that move or stop a journey."""
    match event:
        case JourneyStarted():
            return _started(journey, event)
        case StageStarted():
            return replace(journey, present=_begun(journey.present, event))
        case StageOverdue() if journey.present:
            return replace(journey, present=replace(journey.present, warned=True))
        case StageClosed():
            return _closed(journey, event)
        case ExportReady():
            return replace(journey, status=JourneyStatus.EXPORT_READY)
        case JourneyPaused():
            pauses = (*journey.pauses, Pause(event.reason, event.at))
            return replace(journey, status=JourneyStatus.PAUSED, pauses=pauses)
        case PauseEnded():
            return _pause_ended(journey, event)
        case JourneyLeft():
            return replace(journey, status=JourneyStatus.LEFT, left_reason=event.reason)
        case JourneyReentered():
            status = JourneyStatus.ACTIVE if event.stage else JourneyStatus.EXPORT_READY
            return replace(journey, status=status, left_reason=None)
    return journey


def _begun(before: PresentStage | None, event: StageStarted) -> PresentStage:
    # A stage is reported overdue once, also when it starts again.
    warned = before is not None and before.stage == event.stage and before.warned
    return PresentStage(event.stage, event.at, event.due_at, warned)


def _started(journey: Journey, event: JourneyStarted) -> Journey:
    return Journey(
        umkm_id=journey.umkm_id,
        status=JourneyStatus.ACTIVE,
        business_name=event.business_name,
        district=event.district,
        hs6=event.hs6,
        programme_version=event.programme_version,
    )


def _submitted(journey: Journey, event: EvidenceSubmitted) -> Journey:
    evidence = Evidence(event.reference, event.at, event.issued_on, event.expires_on)
    return replace(journey, items={**journey.items, event.item: ItemProgress(evidence)})


def _closed(journey: Journey, event: StageClosed) -> Journey:
    present = journey.present
    assert present  # noqa: S101 - only a stage that was begun is closed
    override = None
    if event.override_by and event.override_reason:
        override = Override(event.override_by, event.override_reason)
    done = CompletedStage(present.started_at, present.due_at, event.at, override)
    completed = {**journey.completed, present.stage: done}
    return replace(journey, present=None, completed=completed)


def _pause_ended(journey: Journey, event: PauseEnded) -> Journey:
    assert journey.present  # noqa: S101 - only an active journey is paused
    *before, last = journey.pauses
    return replace(
        journey,
        status=JourneyStatus.ACTIVE,
        present=replace(journey.present, due_at=event.due_at),
        pauses=(*before, replace(last, until=event.at)),
    )


def _exported(journey: Journey, event: ExportRecorded) -> Journey:
    exported_on = day_begun_at(event.exported_on)
    export = Export(event.peb_number, event.destination, event.value_usd, exported_on)
    return replace(journey, exports=(*journey.exports, export))
