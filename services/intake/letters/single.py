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

    district: Annotated[DistrictCode, BeforeValidator(district_code)]
    phone: Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$"), BeforeValidator(_phone)]
    products: Annotated[
        tuple[OfferedProduct, ...],
        Field(min_length=1, max_length=20),
        AfterValidator(_known_products),
    ]

    @model_validator(mode="after")
    def _is_no_larger_than_medium(self) -> "SingleRecommendation":
        if self.yearly_sales is not None and self._by_sales() is None:
            raise ValueError(_sentence("not-umkm"))
        return self

    def checked(self) -> Recommendation:
        """Take stated size for what it is: sales, where they are given, decide (PP 7/2021)."""
        size = self.size_class if self.yearly_sales is None else self._by_sales()
        return Recommendation(**(self.model_dump() | {"size_class": size}))

    def _by_sales(self) -> SizeClass | None:
        sales = self.yearly_sales or 0
        return next((e.name for e in reference.size_limits() if sales <= e.sales_up_to), None)
