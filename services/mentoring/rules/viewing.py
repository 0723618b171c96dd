"""How a journey looks at a given time."""

from datetime import datetime

from services.mentoring.model.journey import Journey
from services.mentoring.model.programme import Programme, Stage
from services.mentoring.model.views import JourneyView, StageStatus, StageView
from services.mentoring.rules.progress import is_overdue, list_missing


def view(journey: Journey, programme: Programme, now: datetime) -> JourneyView:
    present = journey.present
    return JourneyView(
        umkm_id=journey.umkm_id,
        status=journey.status,
        business_name=journey.business_name,
        district=journey.district,
        hs6=journey.hs6,
        programme_version=journey.programme_version,
        mentor=journey.mentor,
        stage=present.stage if present else None,
        due_at=present.due_at if present else None,
        overdue=is_overdue(journey, now),
        stages=tuple(_view_stage(journey, programme, stage) for stage in programme.stages),
        items=journey.items,
        visits=journey.visits,
        pauses=journey.pauses,
        exports=journey.exports,
        left_reason=journey.left_reason,
    )


def _view_stage(journey: Journey, programme: Programme, stage: Stage) -> StageView:
    missing = list_missing(journey, programme, stage.id)
    if done := journey.completed.get(stage.id):
        return StageView(
            stage.id,
            StageStatus.COMPLETED,
            missing,
            done.started_at,
            done.due_at,
            done.completed_at,
            done.completed_at > done.due_at,
            done.override,
        )
    present = journey.present
    if present and present.stage == stage.id:
        return StageView(stage.id, StageStatus.PRESENT, missing, present.started_at, present.due_at)
    return StageView(stage.id, StageStatus.AHEAD, missing)
