"""What mentoring says about the way of a UMKM to export."""

from typing import Annotated

from pydantic import Field

from shared.contracts.envelope import Event, LongText, Text, Timestamp
from shared.contracts.ids import DistrictCode, HsCode, ItemId, StageId, UmkmId


class JourneyEvent(Event, public=True, filterable=("district",)):
    """Something that happened on the journey of one UMKM."""

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
    programme_version: int
    stages: tuple[StageId, ...]
    hs6: tuple[HsCode, ...] = ()


class StageCompleted(
    JourneyEvent, type="mentoring.stage-completed.v1", topic="mentoring.journey.v1"
):
    """All required items of a stage are passed, or a coordinator let it pass without them."""

    stage: StageId
    late: bool = False
    overridden: bool = False


class StageOverdue(JourneyEvent, type="mentoring.stage-overdue.v1", topic="mentoring.journey.v1"):
    """A stage passed its due date; said once for each stage."""

    stage: StageId
    due_at: Timestamp
    missing: tuple[ItemId, ...] = ()


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
    first: bool = False


class JourneyLeft(JourneyEvent, type="mentoring.journey-left.v1", topic="mentoring.journey.v1"):
    """A UMKM left the programme."""

    reason: LongText


class JourneyReentered(
    JourneyEvent, type="mentoring.journey-reentered.v1", topic="mentoring.journey.v1"
):
    """A UMKM that had left goes on where it was, under the same programme."""

    stage: StageId | None = None
    """The stage that begins anew; null: it was export-ready."""
