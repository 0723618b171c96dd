"""Events of mentoring: the journey of a UMKM to export."""

from typing import Annotated

from pydantic import Field

from shared.contracts.envelope import Event, LongText, Text, Timestamp
from shared.contracts.ids import DistrictCode, HsCode, ItemId, StageId, UmkmId
from shared.contracts.names import Names, NamesOf

StageName = Annotated[Names | None, NamesOf("stage")]


class JourneyEvent(Event, public=True, filterable=("district",)):
    """An event of the journey of one UMKM."""

    umkm_id: UmkmId
    business_name: Text
    district: DistrictCode

    def subject(self) -> str:
        return self.umkm_id


class JourneyStarted(
    JourneyEvent,
    type="mentoring.journey-started.v1",
    topic="mentoring.journey.v1",
    filterable=("district", "hs6"),
):
    """A UMKM from the priority list enters a programme."""

    programme: Text
    programme_name: Annotated[Names | None, NamesOf("programme")] = None
    programme_version: int
    stages: tuple[StageId, ...]
    stage_names: Annotated[tuple[Names, ...], NamesOf("stages")] = ()
    """In the order of `stages`."""
    hs6: tuple[HsCode, ...] = ()


class StageCompleted(
    JourneyEvent, type="mentoring.stage-completed.v1", topic="mentoring.journey.v1"
):
    """All required items of a stage are passed, or a coordinator overrode the stage."""

    stage: StageId
    stage_name: StageName = None
    late: bool = False
    overridden: bool = False


class StageOverdue(JourneyEvent, type="mentoring.stage-overdue.v1", topic="mentoring.journey.v1"):
    """A stage passed its due date. Sent once for each stage."""

    stage: StageId
    stage_name: StageName = None
    due_at: Timestamp
    missing: tuple[ItemId, ...] = ()
    missing_names: Annotated[tuple[Names, ...], NamesOf("missing")] = ()
    """In the order of `missing`."""


class ExportReady(JourneyEvent, type="mentoring.export-ready.v1", topic="mentoring.journey.v1"):
    """Every stage is complete: the UMKM can export."""


class ExportRecorded(
    JourneyEvent, type="mentoring.export-recorded.v1", topic="mentoring.journey.v1"
):
    """An export took place, proved by its customs declaration (PEB)."""

    peb_number: Text
    destination: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    """ISO 3166-1 alpha-2."""
    value_usd: Annotated[float, Field(gt=0)]
    exported_on: Timestamp
    """Midnight of the day, in the zone of the province."""
    first: bool = False


class JourneyLeft(JourneyEvent, type="mentoring.journey-left.v1", topic="mentoring.journey.v1"):
    """A UMKM left the programme."""

    reason: LongText


class JourneyReentered(
    JourneyEvent, type="mentoring.journey-reentered.v1", topic="mentoring.journey.v1"
):
    """A UMKM that left comes back. It goes on where it was, under the same programme."""

    stage: StageId | None = None
    """The stage that starts again. Null: the UMKM was export-ready."""
    stage_name: StageName = None
