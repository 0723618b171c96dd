"""What endorsement says of priority lists."""

from typing import Annotated

from pydantic import Field

from shared.contracts.envelope import Event, Text
from shared.contracts.ids import DistrictCode, HsCode, RoundId, UmkmId


class UmkmPrioritised(
    Event, type="endorsement.umkm-prioritised.v1", topic="endorsement.priority-list.v1"
):
    """A UMKM has a place on a priority list; one event for each."""

    umkm_id: UmkmId
    list_number: int
    rank: Annotated[int, Field(ge=1)]
    round_id: RoundId
    business_name: Text
    district: DistrictCode
    score: float | None = None
    hs6: tuple[HsCode, ...] = ()

    def subject(self) -> str:
        return self.umkm_id


class PriorityListPublished(
    Event, type="endorsement.priority-list-published.v1", topic="endorsement.priority-list.v1"
):
    """The head of a priority list; its places were announced one by one before."""

    list_number: int
    capacity: int
    placed: int
    content_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Of the places in order, one line each: `<rank> <umkm id>`."""

    def subject(self) -> str:
        return f"list-{self.list_number}"
