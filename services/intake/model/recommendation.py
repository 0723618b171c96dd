"""What a district recommends: one UMKM, checked."""

from enum import StrEnum
from functools import partial
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from shared.contracts.ids import HsCode
from shared.contracts.intake import Certificate, HsSource, OfferedProduct, SizeClass
from shared.contracts.written import RecentDay
from shared.indonesia.niks import NIK

# Nobody types a control character; a database or a spreadsheet may stumble over it.
_TYPED = r"^\s*[^\s\x00-\x1f][^\x00-\x08\x0e-\x1f]*$"
_text = partial(StringConstraints, strip_whitespace=True, min_length=1, pattern=_TYPED)
Text = Annotated[str, _text(max_length=200)]
LongText = Annotated[str, _text(max_length=2000)]
# Kemendagri code with its dot: without it "1201" is Tapanuli Tengah to one office, Nias to another.
DistrictCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}\.[0-9]{2}$")]
Nik = Annotated[str, StringConstraints(pattern=f"^{NIK.pattern}$")]
Nib = Annotated[str, StringConstraints(pattern=r"^[0-9]{13}$")]
Npwp = Annotated[str, StringConstraints(pattern=r"^[0-9]{15,16}$")]
Pirt = Annotated[str, StringConstraints(pattern=r"^[0-9]{15,17}$")]
Kbli = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
_DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
_EMAIL = rf"^[A-Za-z0-9._%+\-]{{1,64}}@{_DOMAIN}$"
Email = Annotated[str, StringConstraints(to_lower=True, max_length=254, pattern=_EMAIL)]
NAMES = frozenset({"owner_name", "address", "village"})
"""Fields that name a person; they are masked."""

# MongoDB holds 64 bits; a thousand times the limit of a medium business is a slip of the finger.
Rupiah = Annotated[int, Field(strict=True, ge=0, le=10**15)]


class KbliVersion(StrEnum):
    """KBLI 2020 (Peraturan BPS 2/2020) or 2025 (Peraturan BPS 7/2025): codes have moved."""

    V2020 = "2020"
    V2025 = "2025"


class ConsentBasis(StrEnum):
    """How the owner's consent to the processing of personal data is known (UU 27/2022)."""

    OWNER = "owner"
    """The row says yes, with the date."""
    UNDATED = "undated"
    """The row says yes without a date; `consent_on` is the day on which the letter arrived."""
    LETTER = "letter"
    """One sentence speaks for all rows of the letter; the sender declared its date."""


class Product(BaseModel, frozen=True, use_attribute_docstrings=True):
    """A product of a UMKM. Without `hs6` it waits until its district chooses a code."""

    name: Text
    hs6: HsCode | None = None
    hs_source: HsSource = HsSource.LETTER
    commodity: Text | None = None
    candidates: Annotated[tuple[HsCode, ...], Field(max_length=5)] = ()
    """Codes that may fit, the likeliest first, where none is clear."""
    hs_given: Annotated[str, Field(max_length=200)] | None = None
    """What the letter says instead of a code of the programme: four digits, another chapter."""
    capacity: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """For a month, in `unit`."""
    unit: Annotated[str, Field(max_length=20)] | None = None
    certificates: Annotated[tuple[Certificate, ...], Field(max_length=20)] = ()

    def offered(self) -> OfferedProduct | None:
        """As agencies see it; None while it has no code."""
        if self.hs6 is None or self.commodity is None:
            return None
        return OfferedProduct.model_validate(self, from_attributes=True)


class Recommendation(BaseModel, frozen=True, use_attribute_docstrings=True):
    """One UMKM as a district recommends it; holds personal data (UU 27/2022)."""

    business_name: Text
    owner_name: Text
    nik: Nik | None = None
    nib: Nib | None = None
    phone: Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
    email: Email | None = None
    address: LongText | None = None
    village: Text | None = None
    subdistrict: Text | None = None
    """Kecamatan."""
    district: DistrictCode
    products: Annotated[tuple[Product, ...], Field(min_length=1, max_length=20)]
    npwp: Npwp | None = None
    """Tax number: 16 digits, or the 15 of its old form (PMK 112/2022)."""
    pirt: Pirt | None = None
    """Licence of home-made food, SPP-IRT: 15 digits at least, the last two the year it ends in."""
    kbli: Kbli | None = None
    kbli_version: KbliVersion | None = None
    """The list that has the code. None: not stated, because many codes are in both."""
    size_class: SizeClass | None = None
    yearly_sales: Rupiah | None = None
    """Rupiah."""
    capital: Rupiah | None = None
    """Rupiah, without land and buildings; decides on the size where there are no sales yet."""
    export_experience: LongText | None = None
    employees: Annotated[int, Field(strict=True, ge=0, le=100_000)] | None = None
    founded_year: Annotated[int, Field(strict=True, ge=1800, le=2100)] | None = None
    brand: Text | None = None
    online: LongText | None = None
    """Website, social media, marketplace."""
    note: LongText | None = None
    """Remarks of the office, and what else stood in a cell (a second phone number)."""
    reason: LongText | None = None
    rank: Annotated[int, Field(ge=1, le=999_999)] | None = None
    """The district's own order of preference, 1 first."""
    consent_on: RecentDay
    """When the owner agreed to the processing of personal data: required by UU 27/2022."""
    consent_basis: ConsentBasis = ConsentBasis.OWNER

    @property
    def has_code(self) -> bool:
        """At least one product can be offered; else the recommendation waits."""
        return any(each.hs6 for each in self.products)
