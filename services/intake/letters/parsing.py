"""A row becomes a recommendation, or all its problems, each with a sentence for the officer."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from pydantic import ValidationError

from services.intake.letters import amounts, cells, reference
from services.intake.letters.cells import CellProblemError, one_line
from services.intake.letters.collecting import DASHES, REFUSING, CellsOfRow
from services.intake.letters.consents import consent, taking_back
from services.intake.letters.districts import district_named, is_elsewhere
from services.intake.letters.errand import Errand
from services.intake.letters.phones import phones
from services.intake.letters.problems import judged, place_of
from services.intake.letters.products import Offer, goods, names_in, products_of
from services.intake.letters.row import AS_TYPED, Conversion, Remark, Row
from services.intake.model.recommendation import ConsentBasis, Recommendation
from shared.contracts.intake import SizeClass
from shared.tables.certificates import certificates_in
from shared.tables.quantities import Goods

_LONGEST_NOTE = 2_000
_NUMBERS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("nik", cells.nik),
    ("nib", cells.nib),
    ("npwp", cells.npwp),
    ("pirt", cells.licence),
    ("email", cells.email),
    ("kbli", cells.kbli),
    ("brand", partial(cells.already, one_line)),
)
_TEXTS = ("address", "village", "subdistrict", "online", "note")
_OTHERS: tuple[tuple[str, Callable[[str], Any]], ...] = (
    *((field, one_line) for field in _TEXTS),
    ("reason", lambda cell: cells.for_everybody(one_line(cell))),
    ("export_experience", partial(cells.already, one_line)),
    ("kbli_version", cells.kbli_version),
    ("employees", partial(cells.already, cells.employees)),
    ("rank", cells.rank),
)


class Parsed(NamedTuple):
    """`notices` say what was mended, computed or left out, also where there are problems."""

    recommendation: Recommendation | None
    problems: Sequence[Remark] = ()
    notices: Sequence[Remark] = ()


def parse_row(row: Row, letter: Errand) -> Parsed:
    """What the district recommends in this row, or all that is wrong with it."""
    if row.broken:
        return Parsed(None, [("", row.broken, row.cells.get(""))])
    return _RowReader(row, letter).read()


class _RowReader(CellsOfRow):
    """Reads the cells of one row. Officers see its problems in this order."""

    def __init__(self, row: Row, letter: Errand) -> None:
        super().__init__(row)
        self._letter = letter

    def read(self) -> Parsed:
        recommendation = self._checked_by_model(self._values())
        return Parsed(None if self._problems else recommendation, self._problems, self._notices)

    def _values(self) -> dict[str, Any]:
        self._refuse_other_district()
        filled = self._filled
        values: dict[str, Any] = {
            "business_name": self._name("business_name", "missing-name"),
            "owner_name": self._name("owner_name", "missing-owner"),
            "phone": self._phone(),
            "district": self._letter.district,
            **{field: self._number(field, read) for field, read in _NUMBERS if field in filled},
            **{field: self._optional(field, read) for field, read in _OTHERS if field in filled},
        }
        if "founded_year" in filled:
            until = partial(cells.founded_year, until=self._letter.arrived_on.year)
            values["founded_year"] = self._optional("founded_year", until)
        sales = self._amount("yearly_sales", amounts.yearly)
        capital = self._amount("capital", amounts.capital)
        values["yearly_sales"], values["capital"] = sales, capital
        values["size_class"] = self._size_class(sales, capital)
        values["products"] = self._products(values.get("kbli"))
        values["consent_on"], values["consent_basis"] = self._consent()
        for field in ("note", "reason"):
            if field in filled and (code := taking_back(filled[field])):
                answer = self._report if code == "consent-refused" else self._notice
                answer(field, code)
        if self._kept:
            note = "; ".join(filter(None, (values.get("note"), *self._kept)))
            values["note"] = note[:_LONGEST_NOTE]
        return values

    def _products(self, kbli: str | None) -> tuple[Any, ...]:
        product = self._required("product", "missing-product", cells.for_everybody)
        if "hs" not in self._spoiled and cells.says_none(self._filled.get("hs", "0")):
            self._filled.pop("hs", None)
        codes = self._optional("hs", cells.hs_codes) or ()
        if any(code.is_restored for code in codes):
            self._notice("hs", "zero-restored")
        if product and (named := goods(product)).quantities:
            self._take_quantities(named, len(names_in(product, len(codes))))
        quantities = self._optional("capacity", self._quantities) or ()
        if not product or (not codes and "hs" in self._filled):
            return ()
        known = reference.words()
        certificates = self._optional("certificates", lambda c: certificates_in(c, known)) or ()
        evidence = " ".join(filter(None, map(self._filled.get, ("business_type", "commodity"))))
        offer = Offer(product, codes, quantities, certificates, evidence, kbli or "")
        return products_of(offer, self._notice)

    def _take_quantities(self, named: Goods, products: int) -> None:
        """`Kopra 9 ton` is a capacity if its period is known. Otherwise it becomes a note."""
        is_known = named.are_timed or "capacity" in self._row.conversions
        if is_known and "capacity" not in self._filled and products == len(named.quantities):
            self._fill("capacity", ";".join(named.quantities))
        else:
            self._keep("product", "quantity-apart")

    def _quantities(self, cell: str) -> tuple[amounts.Quantity, ...]:
        heading = self._row.conversions.get("capacity", AS_TYPED)
        return amounts.quantities(cell, self._optional("unit", one_line) or "", heading)

    def _amount(self, field: str, read: Callable[[str, Conversion], amounts.Rupiah]) -> int | None:
        heading = self._row.conversions.get(field, AS_TYPED)
        amount = self._optional(field, lambda cell: read(cell, heading))
        if amount and amount.counted:
            self._notice(field, "converted", amount.counted)
        return amount.rupiah if amount else None

    def _size_class(self, sales: int | None, capital: int | None) -> SizeClass | None:
        stated = self._optional("size_class", cells.size_class)
        if sales is None and capital is None:
            return stated
        if by_figures := reference.size_by(sales, capital):
            return by_figures
        self._report("yearly_sales" if sales is not None else "capital", "not-umkm")
        return None

    def _consent(self) -> tuple[date | None, ConsentBasis]:
        answer, dated = (self._cells.get(field, "") for field in ("consent", "consent_on"))
        declared, dated = self._letter.declared_consent_on, dated.strip(DASHES) and dated
        if not answer and not dated and declared:
            return declared, ConsentBasis.LETTER
        for field in ("consent", "consent_on"):
            if field in self._spoiled:
                self._report(field, self._spoiled[field])
                return None, ConsentBasis.OWNER
        try:
            day = consent(answer, dated)
        except CellProblemError as problem:
            is_day = dated and problem.code in {"invalid-consent-date", "date-as-number"}
            self._report("consent_on" if is_day else "consent", problem.code)
            return None, ConsentBasis.OWNER
        if day:
            return day, ConsentBasis.OWNER
        self._notice("consent", "consent-undated")
        return self._letter.arrived_on, ConsentBasis.UNDATED

    def _refuse_other_district(self) -> None:
        cell = self._filled.get("district")
        if cell is None or cell == self._letter.district:
            return
        try:
            named = district_named(cell)
        except CellProblemError as problem:
            self._report("district", problem.code, reference.meanings_in_words(cell))
            return
        if named is None and not is_elsewhere(cell, self._letter.district):
            # A spelling that nobody knows is no contradiction: districts abbreviate freely.
            self._notice("district", "district-not-known")
        elif named != self._letter.district:
            self._report("district", "other-district")

    def _phone(self) -> str | None:
        number, more = self._required("phone", "missing-phone", phones) or (None, False)
        if more:
            self._keep("phone", "second-phone")
        elif number and self._filled["phone"][0] == "8" and self._filled["phone"].isdigit():
            self._notice("phone", "zero-restored")
        return number

    def _checked_by_model(self, values: dict[str, Any]) -> Recommendation | None:
        try:
            return Recommendation.model_validate(values)
        except ValidationError as refused:
            spoken = {place_of(field) for field, _, _ in self._problems}
            for loc, column, code in judged(refused):
                if column not in REFUSING:
                    _leave_out(values, loc)
                    if column not in spoken:  # it may be the same for each product
                        self._notice(column, code)
                    spoken.add(column)
                elif loc[0] not in spoken:
                    spoken.add(str(loc[0]))
                    self._report(column, code)
            return None if self._problems else Recommendation.model_validate(values)


def _leave_out(values: dict[str, Any], loc: tuple[int | str, ...]) -> None:
    """Empty only the field that the model refuses."""
    place = loc[0]
    if place == "products":
        values["products"][loc[1]].pop(loc[2], None)
    else:
        values[str(place)] = None
