"""Events of intake: rounds, recommendations, and contacts on their own topic."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.envelope import Event, LongText, Text, Timestamp
from shared.contracts.ids import AgencyId, DistrictCode, HsCode, RecommenderId, RoundId, UmkmId


class SizeClass(StrEnum):
    """PP 7/2021, article 35."""

    MIKRO = "mikro"
    KECIL = "kecil"
    MENENGAH = "menengah"


class SourceKind(StrEnum):
    """Who recommended: a district, or an agency by its own nomination."""

    DISTRICT = "district"
    AGENCY = "agency"


class HsSource(StrEnum):
    """Who chose the HS code of a product."""

    LETTER = "given"
    """The letter names the code."""
    PROPOSED = "proposed"
    """Sentra took the one clear code for the product's name. It can be corrected."""
    CHOSEN = "chosen"
    """A district or the province chose or corrected it."""


class RoundEvent(Event, public=True):
    """An event of a round."""

    round_id: RoundId

    def subject(self) -> str:
        return self.round_id


class RoundOpened(
    RoundEvent,
    type="intake.round-opened.v1",
    topic="intake.round.v1",
    filterable=("district",),
):
    """A round opened, and one district is asked to answer. One event for each district."""

    number: int | None = None
    """Which round (gelombang) of the programme it is, as the province counts."""
    title: Text
    district: DistrictCode
    opens_at: Timestamp
    closes_at: Timestamp


class RoundClosed(RoundEvent, type="intake.round-closed.v1", topic="intake.round.v1"):
    """A round takes no more recommendations."""

    closed_at: Timestamp


class DistrictResponded(
    RoundEvent,
    type="intake.district-responded.v1",
    topic="intake.round.v1",
    filterable=("district",),
):
    """The first UMKM of a district was accepted. The rest of a long letter may follow."""

    district: DistrictCode
    accepted: int
    """Rows so far. So is `refused`."""
    refused: int


class DistrictReminded(
    RoundEvent,
    type="intake.district-reminded.v1",
    topic="intake.round.v1",
    filterable=("district",),
):
    """A silent district is reminded, once for each reminder day."""

    district: DistrictCode
    days_before_closing: int
    closes_at: Timestamp


class NominationEvent(Event, public=True):
    """An event of the nomination of one UMKM."""

    umkm_id: UmkmId
    round_id: RoundId

    def subject(self) -> str:
        return self.umkm_id


Certificate = Annotated[str, Field(min_length=1, max_length=60)]


class OfferedProduct(BaseModel):
    """A product and its customs code (HS 2022, six digits)."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    name: Text
    hs6: HsCode
    hs_source: HsSource = HsSource.LETTER
    commodity: Text
    capacity: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """For a month, in `unit`."""
    unit: Annotated[str, Field(max_length=20)] | None = None
    certificates: Annotated[tuple[Certificate, ...], Field(max_length=20)] = ()
    """Certificates of the product: halal, organik, HACCP ..."""


class UmkmRecommended(
    NominationEvent,
    type="intake.umkm-recommended.v1",
    topic="intake.nomination.v1",
    filterable=("district", "products.hs6"),
):
    """A UMKM was recommended. No personal data: contacts travel on `intake.contact.v1`."""

    business_name: Text
    district: DistrictCode
    source_kind: SourceKind = SourceKind.DISTRICT
    recommended_by: RecommenderId
    """The district's code, or the agency that nominated. That agency may not vote."""
    products: tuple[OfferedProduct, ...] = ()
    size_class: SizeClass | None = None
    has_nib: bool = False
    reason: LongText | None = None
    rank: int | None = None
    """The rank in the district's letter. 1 is best."""
    corrected: bool = False
    """Only HS codes changed since the last event. The owner needs no second notice."""


class UmkmReturned(
    NominationEvent,
    type="intake.umkm-returned.v1",
    topic="intake.nomination.v1",
    filterable=("district",),
):
    """A recommendation went back to its district to be mended."""

    district: DistrictCode
    reason_code: Text
    reason: LongText = ""


class UmkmWithdrawn(
    NominationEvent,
    type="intake.umkm-withdrawn.v1",
    topic="intake.nomination.v1",
    filterable=("district",),
):
    """A district took its recommendation back."""

    district: DistrictCode
    reason: LongText = ""


class UmkmMerged(Event, type="intake.umkm-merged.v1", topic="intake.nomination.v1", public=True):
    """The province merged two UMKM that are the same. The id `merged_into` stays."""

    umkm_id: UmkmId
    merged_into: UmkmId
    reason: LongText = ""
    round_id: RoundId | None = None
    """The round of its last recommendation, if any."""
    nominators: tuple[AgencyId, ...] = ()
    """Agencies that nominated it in that round. They may not vote on the other UMKM."""

    def subject(self) -> str:
        return self.umkm_id


class ContactChanged(Event, type="intake.contact-changed.v1", topic="intake.contact.v1"):
    """How to reach the owner of a UMKM. Personal data: only notify may read it."""

    erasable: ClassVar[bool] = True
    umkm_id: UmkmId
    business_name: Text
    owner_name: Text
    phone: Annotated[str, Field(pattern=r"^\+[1-9]\d{6,14}$")] | None = None
    """E.164."""
    email: Annotated[str, Field(max_length=254)] | None = None

    def subject(self) -> str:
        return self.umkm_id
