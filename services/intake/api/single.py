"""One recommendation that is typed instead of written in a letter: held to the same tables."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from services.intake.letters import cells, reference
from services.intake.letters.cells import CellProblemError, GivenHs
from services.intake.letters.collecting import name_in
from services.intake.letters.phones import phone
from services.intake.letters.products import commodity_of
from services.intake.model.recommendation import (
    DistrictCode,
    Kbli,
    LongText,
    Nib,
    Nik,
    Npwp,
    Pirt,
    Product,
    Recommendation,
    Text,
)
from shared.contracts.faults import FewFaults
from shared.contracts.ids import HsCode
from shared.contracts.intake import HsSource, SizeClass
from shared.province.serving import province
from shared.tables.records import LONGEST_CELL


def district_code(value: object) -> object:
    """The Kemendagri code with its dot, also from a BPS code, and never by guessing."""
    code = value.strip() if isinstance(value, str) else ""
    meant = {*province().meanings.get(code, {}).values()}
    if len(meant) > 1:
        meanings = reference.meanings_in_words(code)
        raise ValueError(f"{meanings}: write the code of one of them with its dot")
    return meant.pop() if meant else value


SpokenDistrict = Annotated[DistrictCode, BeforeValidator(district_code)]
"""Wherever a district is named: a code of BPS that means one alone is converted."""


def _known_district(code: str) -> str:
    if code not in province().names:
        raise ValueError(f"there is no district {code}")
    return code


def _given_hs(typed: str) -> GivenHs:
    codes = cells.hs_codes(typed.strip()[:LONGEST_CELL])  # answers are remembered
    if len(codes) != 1:
        raise CellProblemError("invalid-hs")
    return codes[0]


def _one_at_least(products: tuple["TypedProduct", ...]) -> tuple["TypedProduct", ...]:
    # Not as a length: then a product that is wrong would be told as one that is missing, too.
    if not products:
        raise CellProblemError("missing-product")
    return products


def _read_by(read: Callable[[str], str]) -> BeforeValidator:
    """A number that is a name, with the blanks, dots and dashes that letters may have too."""
    return BeforeValidator(lambda value: read(value.strip()) if isinstance(value, str) else value)


def _as_name(missing: str) -> AfterValidator:
    """With something in it that can be seen."""
    return AfterValidator(lambda value: name_in(value, missing))


_IS_HS = AfterValidator(lambda typed: _given_hs(typed) and typed)
_FOR_EVERYBODY = AfterValidator(cells.for_everybody)
_KBLI = partial(cells.digits, code="invalid-kbli", lengths={5})


class TypedProduct(Product, extra="forbid"):
    """A product as a person types it; without a code of the programme, one is proposed."""

    name: Annotated[Text, _FOR_EVERYBODY]
    hs6: Annotated[str, Field(max_length=200), _IS_HS] | None = None
    """A code of another table, or one of four digits, is kept as `hs_given`."""
    hs_source: Literal[HsSource.LETTER] = HsSource.LETTER
    commodity: str | None = Field(default=None, max_length=200)
    """Whatever is said, the table of commodities decides."""
    candidates: Annotated[tuple[HsCode, ...], Field(max_length=0)] = ()
    """The table of commodities has them; nobody types them."""
    capacity: Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)] | None = None

    def checked(self, kbli: str | None) -> Product:
        code = _given_hs(self.hs6) if self.hs6 else None
        _, coded = commodity_of(self.name, code, kbli=kbli or "")
        return Product(**{**self.model_dump(), **coded})


class SingleRecommendation(FewFaults, Recommendation, extra="forbid"):
    """As a person types it: codes are converted, and the size class follows from the sales."""

    business_name: Annotated[Text, _as_name("missing-name"), _FOR_EVERYBODY]
    reason: Annotated[LongText, _FOR_EVERYBODY] | None = None
    owner_name: Annotated[Text, _as_name("missing-owner")]
    district: Annotated[SpokenDistrict, AfterValidator(_known_district)]
    phone: Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$"), _read_by(phone)]
    products: Annotated[
        tuple[TypedProduct, ...],
        Field(max_length=20, json_schema_extra={"minItems": 1}),
        AfterValidator(_one_at_least),
    ]
    nik: Annotated[Nik | None, _read_by(cells.nik)] = None
    nib: Annotated[Nib | None, _read_by(cells.nib)] = None
    npwp: Annotated[Npwp | None, _read_by(cells.npwp)] = None
    pirt: Annotated[Pirt | None, _read_by(cells.licence)] = None
    kbli: Annotated[Kbli | None, _read_by(_KBLI)] = None
    rank: Annotated[int, Field(strict=True, ge=1, le=999_999)] | None = None

    @model_validator(mode="after")
    def _is_no_larger_than_medium(self) -> "SingleRecommendation":
        if self._has_figures() and self._by_figures() is None:
            raise CellProblemError("not-umkm")
        return self

    def checked(self) -> Recommendation:
        """Take stated size for what it is: figures, where they are given, decide (PP 7/2021)."""
        size = self._by_figures() if self._has_figures() else self.size_class
        products = [each.checked(self.kbli) for each in self.products]
        return Recommendation(**self.model_dump() | {"size_class": size, "products": products})

    def _has_figures(self) -> bool:
        return self.yearly_sales is not None or self.capital is not None

    def _by_figures(self) -> SizeClass | None:
        return reference.size_by(self.yearly_sales, self.capital)
