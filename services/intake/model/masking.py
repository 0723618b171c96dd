"""What may be shown of a nomination to somebody who is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel

from services.intake.model.likeness import Likeness, Merged
from services.intake.model.nominations import Nomination, Standing
from services.intake.model.recommendation import (
    NAMES,
    ConsentBasis,
    KbliVersion,
    Product,
    Recommendation,
)
from shared.contracts.intake import SizeClass
from shared.indonesia.masking import masked, masked_email, masked_name

NUMBERS = frozenset({"nik", "npwp", "phone"})  # the NPWP of a person is the NIK

Masked = Annotated[str, AfterValidator(masked)]


class ProductView(Product):
    candidate_names: Mapping[str, str] = {}
    """What each candidate code is, for the person who chooses; the likeliest first."""


class RecommendationView(BaseModel):
    """A recommendation with its private data masked."""

    business_name: str
    owner_name: str | None
    """Agencies see nothing of the owner."""
    nik: Masked | None
    nib: str | None
    phone: Masked | None
    email: Annotated[str, AfterValidator(masked_email)] | None
    village: str | None
    subdistrict: str | None
    products: Sequence[ProductView]
    npwp: Masked | None
    pirt: str | None
    kbli: str | None
    kbli_version: KbliVersion | None
    size_class: SizeClass | None
    yearly_sales: int | None
    """Rupiah."""
    capital: int | None
    employees: int | None
    founded_year: int | None
    brand: str | None
    online: str | None
    export_experience: str | None
    reason: str | None
    rank: int | None
    consent_on: date
    """When the owner agreed to the processing of personal data (UU 27/2022)."""
    consent_basis: ConsentBasis

    @classmethod
    def of(cls, recommendation: Recommendation, commodities: Mapping[str, str]) -> Self:
        """`commodities`: names by HS code, for the candidates."""
        shown = recommendation.model_dump(include=set(cls.model_fields))
        for product in shown["products"]:
            named = {code: commodities.get(code, code) for code in product["candidates"]}
            product["candidate_names"] = named
        return cls.model_validate(shown)


class Claims(BaseModel):
    """Whose UMKM it is, where several districts claimed it, as the province said."""

    first: str
    second: str
    settled_for: str | None
    settled_by: str | None
    reason: str | None
    settled_at: datetime | None


class Settled(Claims):
    round_id: str


class NominationView(BaseModel):
    umkm_id: str
    standings: Sequence[Standing]
    """One for each round, the present one last."""
    recommendation: RecommendationView | None
    """The newest one, of the present round."""
    merged_into: str | None = None
    """The UMKM that it is, as the province found out."""
    merged: Merged | None = None
    """Who said so, why and when."""
    settled: Sequence[Settled] = ()
    """Whose it is, where several districts claimed it."""
    likely: Sequence[Likeness] = ()
    """Others that it may be, and what the province said to that."""

    @classmethod
    def of(cls, nomination: Nomination, commodities: Mapping[str, str]) -> Self:
        newest = nomination.recommendation
        return cls(
            umkm_id=nomination.umkm_id,
            standings=nomination.standings,
            recommendation=RecommendationView.of(newest, commodities) if newest else None,
            merged_into=nomination.merged.into if nomination.merged else None,
            merged=nomination.merged,
            settled=[Settled(**asdict(each)) for each in nomination.conflicts if not each.is_open],
            likely=nomination.likely,
        )

    def without_owner(self) -> Self:
        """As agencies see it."""
        if self.recommendation is None:
            return self
        nobody = dict.fromkeys(("owner_name", "nik", "npwp", "phone", "email"))
        return self.model_copy(
            update={"recommendation": self.recommendation.model_copy(update=nobody)}
        )


def shown(field: str, value: str) -> str:
    """The value itself, or its mask where the field is private (UU 27/2022)."""
    if field in NUMBERS:
        return masked(value)
    if field == "email":
        return masked_email(value) if "@" in value else "***"
    return masked_name(value) if field in NAMES else value
