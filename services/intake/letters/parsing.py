"""A row becomes a recommendation, or all its problems, each with a sentence for the officer."""

import re
from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import Any, TypeVar

from pydantic import ValidationError

from services.intake.letters import cells, reference
from services.intake.letters.cells import CellProblemError
from services.intake.letters.districts import district_named
from services.intake.letters.names import name
from services.intake.letters.phones import phone
from services.intake.letters.problems import RowProblem, UnknownDistrictError, judged, place_of
from services.intake.letters.row import Row
from services.intake.model.recommendation import Recommendation
from shared.contracts.intake import SizeClass

T = TypeVar("T")
_EXCEL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|#+)")


def parse_row(row: Row, district: str) -> Recommendation | tuple[RowProblem, ...]:
    """What the district recommends in this row, or all that is wrong with it.

    Raises UnknownDistrictError: the district is of the letter, not of the row.
    """
    if district not in reference.districts():
        raise UnknownDistrictError(f"{district!r} is not the code of a district, such as 12.01")
    if row.broken:
        return (RowProblem.said(row.line, "", row.broken, None),)
    return _RowReader(row, district).read()


class _RowReader:
    """Collects problems instead of stopping at the first: an officer mends a row once."""

    def __init__(self, row: Row, district: str) -> None:
        empty = reference.words().empty
        self._line = row.line
        self._district = district
        self._given = {
            f: cell for f, cell in row.given.items() if cell and cell.lower() not in empty
        }
        self._as_typed = row.given
        self._problems: list[RowProblem] = []
        self._spoiled = _spoiled(row)

    def read(self) -> Recommendation | tuple[RowProblem, ...]:
        recommendation = self._checked_by_model(self._values())
        if self._problems or recommendation is None:
            return tuple(self._problems)
        return recommendation

    def _values(self) -> dict[str, Any]:
        self._refuse_other_district()
        sales = self._optional("yearly_sales", lambda cell: cells.rupiah(cell, "invalid-sales"))
        capital = self._optional("capital", lambda cell: cells.rupiah(cell, "invalid-capital"))
        return {
            "business_name": self._name("business_name", "missing-name"),
            "owner_name": self._name("owner_name", "missing-owner"),
            "nik": self._optional("nik", lambda cell: cells.nik(cell, "invalid-nik")),
            "nib": self._optional("nib", lambda cell: cells.digits(cell, "invalid-nib")),
            "phone": self._required("phone", "missing-phone", phone),
            "email": self._optional("email", str.lower),
            "address": self._optional("address", _one_line),
            "village": self._optional("village", _one_line),
            "district": self._district,
            "products": self._products(),
            "npwp": self._optional("npwp", lambda cell: cells.npwp(cell, "invalid-npwp")),
            "pirt": self._optional("pirt", lambda cell: cells.licence(cell, "invalid-pirt")),
            "kbli_version": self._optional("kbli_version", cells.kbli_version),
            "export_experience": self._optional("export_experience", _one_line),
            "kbli": self._optional("kbli", lambda cell: cells.digits(cell, "invalid-kbli")),
            "yearly_sales": sales,
            "capital": capital,
            "size_class": self._size_class(sales, capital),
            "reason": self._optional("reason", _one_line),
            "rank": self._optional("rank", cells.rank),
            "consent_on": self._consent(),
        }

    def _products(self) -> tuple[Mapping[str, Any], ...]:
        named = self._required("product", "missing-product", _one_line)
        codes = self._required("hs", "missing-hs", cells.hs_codes)
        amounts = self._optional("capacity", cells.quantities) or ()
        if not (named and codes):
            return ()
        names = [part.strip() for part in named.split(";")]
        if len(names) != len(codes):
            names = [named] * len(codes)
        if len(amounts) > 1 and len(amounts) != len(codes):
            self._report("capacity", "invalid-capacity")
        units = (self._optional("unit", _one_line) or "").split(";")
        if len(units) > 1 and len(units) != len(codes):
            self._report("unit", "invalid-value")
        certificates = self._optional("certificates", cells.certificates) or ()
        commodities = reference.commodities()
        return tuple(
            {
                "name": product,
                "hs6": code,
                "commodity": commodities[code].group,
                # One capacity in the row is the one of the product named first.
                "capacity": amount[0] if amount else None,
                "unit": (amount[1] if amount else None) or unit.strip() or None,
                "certificates": certificates,
            }
            for product, code, amount, unit in zip_longest(
                names, codes, amounts[: len(codes)], units[: len(codes)], fillvalue=""
            )
        )

    def _size_class(self, sales: int | None, capital: int | None) -> SizeClass | None:
        stated = self._optional("size_class", cells.size_class)
        if sales is None and capital is None:
            return stated
        if found := reference.size_by(sales, capital):
            return found
        self._report("yearly_sales" if sales is not None else "capital", "not-umkm")
        return None

    def _consent(self) -> Any:
        spoiled = self._spoiled.get("consent") or self._spoiled.get("consent_on")
        if spoiled:
            self._report("consent", spoiled)
            return None
        if self._as_typed.get("consent", "").lower() in reference.words().empty:
            self._report("consent", "missing-consent")  # "belum" with a date beside it is no yes
            return None
        try:
            return cells.consent(self._given.get("consent"), self._given.get("consent_on"))
        except CellProblemError as problem:
            self._report("consent", problem.code)
            return None

    def _refuse_other_district(self) -> None:
        cell = self._given.get("district")
        if cell is None or cell == self._district:
            return
        try:
            named = district_named(cell)
        except CellProblemError as problem:
            self._report("district", problem.code, reference.meanings_in_words(cell))
            return
        # A spelling that nobody knows is no contradiction: districts abbreviate themselves freely.
        if named not in {None, self._district}:
            self._report("district", "other-district")

    def _required(self, field: str, missing: str, read: Callable[[str], T]) -> T | None:
        if field not in self._given:
            self._report(field, missing)
        return self._optional(field, read)

    def _name(self, field: str, missing: str) -> str | None:
        return self._required(field, missing, lambda cell: name(cell, missing))

    def _optional(self, field: str, read: Callable[[str], T]) -> T | None:
        cell = self._given.get(field)
        if cell is None:
            return None
        if field in self._spoiled:
            self._report(field, self._spoiled[field])
            return None
        try:
            return read(cell)
        except CellProblemError as problem:
            self._report(field, problem.code)
            return None

    def _checked_by_model(self, values: Mapping[str, Any]) -> Recommendation | None:
        try:
            return Recommendation.model_validate(values)
        except ValidationError as refused:
            said = {place_of(problem.field) for problem in self._problems}
            for field, code in judged(refused, said):
                self._report(field, code)
            return None

    def _report(self, field: str, code: str, given: str | None = None) -> None:
        given = given or self._as_typed.get(field)
        self._problems.append(RowProblem.said(self._line, field, code, given))


def _spoiled(row: Row) -> dict[str, str]:
    """What a spreadsheet shows instead of what was typed, or two columns that disagree."""
    found = dict.fromkeys(row.two_valued, "two-values")
    for field, cell in row.given.items():
        if cell.startswith("="):
            found[field] = "formula"
        elif cell.startswith("#") and _EXCEL_ERROR.fullmatch(cell):
            found[field] = "excel-error"
    return found


def _one_line(cell: str) -> str:
    return " ".join(cell.split())
