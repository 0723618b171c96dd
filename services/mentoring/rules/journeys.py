"""The rules of a journey. Pure: `now` and the programmes are arguments."""

from collections.abc import Mapping, Sequence
from datetime import datetime

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
    SayOverdue,
    SubmitEvidence,
)
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
from services.mentoring.model.journey import Journey, JourneyStatus
from services.mentoring.model.programme import Programme
from services.mentoring.rules.evolution import evolve
from services.mentoring.rules.guards import why_not
from services.mentoring.rules.progress import is_overdue, list_missing
from shared.contracts.endorsement import UmkmPrioritised
from shared.contracts.envelope import Event
from shared.contracts.mentoring import (
    ExportReady,
    ExportRecorded,
    JourneyLeft,
    JourneyReentered,
    JourneyStarted,
    StageCompleted,
    StageOverdue,
)
from shared.indonesia.zones import Zone
from shared.plumbing.core.failures import Refused
from shared.plumbing.core.versioned import get_version

JourneyCommand = UmkmPrioritised | FieldCommand | SayOverdue
Events = Sequence[Event]


def decide(
    journey: Journey,
    command: JourneyCommand,
    programmes: Mapping[int, Programme],
    zone: Zone,
    now: datetime,
) -> Events | Refused:
    """Decide a command. New journeys follow the newest programme.

    An overdue stage is reported before any other change. So a stage that is completed, paused or
    left late was reported once, even if the timer seldom looks.
    """
    if journey.status is JourneyStatus.AWAITED:
        if isinstance(command, UmkmPrioritised):
            return _start(command, programmes[max(programmes)], now)
        return Refused("no-journey", f"{journey.umkm_id} has no journey", missing=True)
    programme = programme_of(journey, programmes)
    if isinstance(command, SayOverdue):
        return _say_overdue(journey, programme, command.seen_at)
    overdue = _say_overdue(journey, programme, now)
    for event in overdue:
        journey = evolve(journey, event)
    if isinstance(command, UmkmPrioritised):
        # A kept place is no new call: a UMKM that left comes back on a new place only.
        called_back = journey.status is JourneyStatus.LEFT and not command.kept
        return [*overdue, *(_reenter(journey, programme, now) if called_back else [])]
    if refused := why_not(journey, command, programme, zone.day_of(now)):
        return refused
    return [*overdue, *_obey(journey, command, programme, zone, now)]


def programme_of(journey: Journey, programmes: Mapping[int, Programme]) -> Programme:
    """The programme at the start of the journey. Raises Retryable if its file is missing."""
    return get_version(programmes, journey.programme_version)


def _start(listed: UmkmPrioritised, programme: Programme, now: datetime) -> Events:
    started = JourneyStarted(
        umkm_id=listed.umkm_id,
        business_name=listed.business_name,
        district=listed.district,
        programme=programme.id,
        programme_name=programme.name,
        programme_version=programme.version,
        stages=tuple(stage.id for stage in programme.stages),
        stage_names=tuple(stage.name for stage in programme.stages),
        hs6=listed.hs6,
    )
    first = programme.stages[0]
    return [started, StageStarted(stage=first.id, at=now, due_at=now + first.due_within)]


def _say_overdue(journey: Journey, programme: Programme, now: datetime) -> Events:
    present = journey.present
    if present is None or present.warned or not is_overdue(journey, now):
        return []
    stage = programme.stage(present.stage)
    missing = list_missing(journey, programme, stage.id)
    return [
        StageOverdue(
            **_about(journey),
            stage=stage.id,
            stage_name=stage.name,
            due_at=present.due_at,
            missing=missing,
            missing_names=stage.names_of(missing),
        )
    ]


def _obey(  # noqa: C901, PLR0911 - a case for each command
    journey: Journey, command: FieldCommand, programme: Programme, zone: Zone, now: datetime
) -> Events:
    """Carry out an allowed command."""
    match command:
        case AssignMentor():
            changed = command.mentor != journey.mentor
            return [MentorAssigned(mentor=command.mentor)] if changed else []
        case LogVisit():
            visit = command.model_dump(exclude={"type"})
            return [VisitLogged(**visit)]
        case SubmitEvidence():
            return [EvidenceSubmitted(**command.model_dump(exclude={"type"}), at=now)]
        case PassItem():
            passed = ItemPassed(item=command.item, mentor=command.mentor, at=now)
            return [passed, *_advance(evolve(journey, passed), programme, now)]
        case OverrideStage():
            closed = StageClosed(at=now, override_by=command.by, override_reason=command.reason)
            return _complete(journey, closed, programme)
        case PauseJourney():
            return [JourneyPaused(reason=command.reason, at=now)]
        case ResumeJourney():
            return [_end_pause(journey, now)]
        case LeaveProgramme():
            paused = journey.status is JourneyStatus.PAUSED
            ended = [_end_pause(journey, now)] if paused else []
            return [*ended, JourneyLeft(**_about(journey), reason=command.reason)]
        case ReenterProgramme():
            return _reenter(journey, programme, now)
        case RecordExport():
            return [_record(journey, command, zone)]


def _advance(journey: Journey, programme: Programme, now: datetime) -> Events:
    """Complete the present stage if no item is missing."""
    if journey.present is None or list_missing(journey, programme, journey.present.stage):
        return []
    return _complete(journey, StageClosed(at=now), programme)


def _complete(journey: Journey, closed: StageClosed, programme: Programme) -> Events:
    """Close the present stage and start the next. The next may be complete already."""
    present = journey.present
    assert present  # noqa: S101 - an active journey is in a stage
    completed = StageCompleted(
        **_about(journey),
        stage=present.stage,
        stage_name=programme.stage(present.stage).name,
        late=closed.at > present.due_at,
        overridden=closed.override_by is not None,
    )
    following = programme.after(present.stage)
    if following is None:
        return [closed, completed, ExportReady(**_about(journey))]
    due_at = closed.at + following.due_within
    started = StageStarted(stage=following.id, at=closed.at, due_at=due_at)
    return [closed, completed, started, *_advance(evolve(journey, started), programme, closed.at)]


def _end_pause(journey: Journey, now: datetime) -> PauseEnded:
    present = journey.present
    assert present  # noqa: S101 - only an active journey is paused
    # The clock of another replica may be behind, but a due date never moves back.
    waited = max(now, journey.pauses[-1].since) - journey.pauses[-1].since
    return PauseEnded(at=now, due_at=present.due_at + waited)


def _reenter(journey: Journey, programme: Programme, now: datetime) -> Events:
    if journey.present is None:
        return [JourneyReentered(**_about(journey))]
    stage = programme.stage(journey.present.stage)
    started = StageStarted(stage=stage.id, at=now, due_at=now + stage.due_within)
    reentered = JourneyReentered(**_about(journey), stage=stage.id, stage_name=stage.name)
    return [reentered, started]


def _record(journey: Journey, command: RecordExport, zone: Zone) -> ExportRecorded:
    return ExportRecorded(
        **_about(journey),
        peb_number=command.peb_number,
        destination=command.destination,
        value_usd=command.value_usd,
        exported_on=zone.midnight(command.exported_on),
        first=not journey.exports,
    )


def _about(journey: Journey) -> dict[str, str]:
    return {
        "umkm_id": journey.umkm_id,
        "business_name": journey.business_name,
        "district": journey.district,
    }
