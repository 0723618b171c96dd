"""Events of priority lists."""

from typing import Annotated

from pydantic import Field

from shared.contracts.envelope import Event, Text, Timestamp
from shared.contracts.ids import DistrictCode, HsCode, RoundId, UmkmId


class UmkmPrioritised(
    Event,
    type="endorsement.umkm-prioritised.v1",
    topic="endorsement.priority-list.v1",
    public=True,
    filterable=("district", "hs6"),
):
    """A UMKM has a place on a priority list. One event for each place."""

    umkm_id: UmkmId
    list_number: int
    rank: Annotated[int, Field(ge=1)]
    round_id: RoundId
    business_name: Text
    district: DistrictCode
    score: float | None = None
    hs6: tuple[HsCode, ...] = ()
    kept: bool = False
    """The UMKM keeps its place from the list before. Its journey is not started again."""

    def subject(self) -> str:
        return self.umkm_id


class PriorityListPublished(
    Event,
    type="endorsement.priority-list-published.v1",
    topic="endorsement.priority-list.v1",
    public=True,
):
    """A priority list is complete. Its places were announced one by one before."""

    list_number: int
    capacity: int
    placed: int
    content_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """The hash of the places in order, one line each: `<rank> <umkm id>`."""
    quota_per_district: int | None = None
    """The most places for one district. Null: only the capacity limits."""
    kept: int | None = None
    """The number of places kept from the list before."""
    waiting: int | None = None
    """The number of endorsed UMKM that wait for a place."""
    supersedes: int | None = None
    """The list that was in force until now."""
    cutoff: Timestamp | None = None
    """A UMKM endorsed later waits for the next list."""

    def subject(self) -> str:
        return f"list-{self.list_number}"


class PriorityListSuperseded(
    Event,
    type="endorsement.priority-list-superseded.v1",
    topic="endorsement.priority-list.v1",
    public=True,
):
    """A published list is no longer in force. It stays readable."""

    list_number: int
    superseded_by: int

    def subject(self) -> str:
        return f"list-{self.list_number}"
