"""One recommendation that is typed instead of written in a letter: held to the same tables."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from services.intake.letters import cells, reference
from services.intake.letters.cells import CellProblemError
from services.intake.letters.recommendation import DistrictCode, Recommendation
from shared.contracts.intake import OfferedProduct, SizeClass


def district_code(given: object) -> object:
    """The Kemendagri code with its dot, also from a BPS code, and never by guessing."""
    if not isinstance(given, str):
        return given
    found = reference.district_meanings().get(given.strip())
    if found is None:
        return given
    if len(codes := set(found.values())) == 1:
        return codes.pop()
    names = reference.districts()
    read = " or ".join(f"{names[code]} ({code}) by {who}" for who, code in sorted(found.items()))
    raise ValueError(f"{given} is ambiguous: {read}; write the code with its dot")


def _known_district(code: str) -> str:
    if code not in reference.districts():
        raise ValueError(f"there is no district {code}")
    return code


def _phone(given: object) -> object:
    if not isinstance(given, str):
        return given
    try:
        return cells.phone(given.strip())
    except CellProblemError as problem:
        raise ValueError(_sentence(problem.code)) from None


def _known_products(given: tuple[OfferedProduct, ...]) -> tuple[OfferedProduct, ...]:
    for product in given:
        if product.hs6 not in reference.commodities():
            raise ValueError(_sentence("unknown-hs"))
    return given


def _sentence(code: str) -> str:
    said = reference.sentences()[code]
    return f"{said.indonesian} {said.english}"


class SingleRecommendation(Recommendation):
    """As a person types it: codes are converted, and the size class follows from the sales."""

    district: Annotated[
        DistrictCode, BeforeValidator(district_code), AfterValidator(_known_district)
    ]
    phone: Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$"), BeforeValidator(_phone)]
    products: Annotated[
        tuple[OfferedProduct, ...],
        Field(min_length=1, max_length=20),
        AfterValidator(_known_products),
    ]

    @model_validator(mode="after")
    def _is_no_larger_than_medium(self) -> "SingleRecommendation":
        if self._has_figures() and self._by_figures() is None:
            raise ValueError(_sentence("not-umkm"))
        return self

    def checked(self) -> Recommendation:
        """Take stated size for what it is: figures, where they are given, decide (PP 7/2021)."""
        size = self._by_figures() if self._has_figures() else self.size_class
        return Recommendation(**(self.model_dump() | {"size_class": size}))

    def _has_figures(self) -> bool:
        return self.yearly_sales is not None or self.capital is not None

    def _by_figures(self) -> SizeClass | None:
        return reference.size_by(self.yearly_sales, self.capital)
