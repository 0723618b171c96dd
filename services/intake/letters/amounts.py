"""Money and capacities, with the scale and the period that a cell or its heading names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from services.intake.letters import reference
from services.intake.letters.cells import ROUNDED, CellProblemError
from services.intake.letters.row import AS_TYPED, Conversion
from services.intake.letters.vocabulary import vocabulary
from shared.tables.numbers import NUMBER, marked, number_of
from shared.tables.understanding import amounts, headings
from shared.tables.understanding.decision import Column
from shared.tables.understanding.stated import names_period

MONTHS = 12
_LEAST_SALES, _LEAST_CAPITAL = 2_400_000, 500_000
"""Rupiah a year, and rupiah. Less seems to be a figure in thousands or millions."""
_PER_YEAR = {"yearly_sales": 1, "capital": None, "capacity": None}
"""Fields of amounts, with the period that needs no notice. None: each period needs one."""
_MILIAR = 1_000_000_000
# From here on a cell below a heading in thousands or millions seems to be whole rupiah.
_WHOLE_RUPIAH = {1_000: 1_000_000, 1_000_000: 100_000, 1_000_000_000: 1_000}
_LARGEST_SCALE_OF_UMKM = 1_000
# Longer ones are no figures. It bounds the patterns, too.
_LONGEST = 80
_THOUSANDS_MARK = re.compile(r"[., ](?=[0-9]{3}(?![0-9]))")
_MONEY = re.compile(
    rf"(?:(?:rp|idr)\.? ?)?({NUMBER})(?![0-9]) ?([a-z]+)?\.?(?: ?rupiah)?(?: ?,-+)?"
)
_QUANTITY = re.compile(rf"({NUMBER})(?![0-9]) ?(.*)")
_PERIOD = re.compile(
    r"(.*?)[ (]*(?:(?:/ ?|\b(?:per|tiap|setiap) )(\w+)"
    r"|\b(?:per|se)(bulan|bln|tahun|thn|hari|minggu))[.)]*",
    re.IGNORECASE,
)
# A unit has no digits but those of m2 and m3.
_UNIT = re.compile(r"(?:[^\W\d_](?:[^\W\d_]|[ .()²³-])*|[mM][23])?")
# 1,500 is one and a half here, and fifteen hundred to somebody who types in English.
_EITHER_WAY = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_ABOUT = re.compile(r"(?:±|\+ ?/ ?-|~|(?:kurang lebih|kira-kira|sekitar|rata-rata|about|ca\.) )\s*")
_SCALES_OF_UNITS = ("rb", "ribu", "jt", "juta")
_SCALE_WORDS = {1_000: "ribu", 1_000_000: "juta", 1_000_000_000: "miliar"}
_PERIOD_WORDS = {360: "per hari", 52: "per minggu", 12: "per bulan", 1: "per tahun"}
_WHOLE = re.compile(r"[1-9][0-9]{3,15}")
# Capacities repeat all the way down a letter.
_REMEMBERED = 10_000


class Rupiah(NamedTuple):
    """`counted` says how the amount was computed; None where it stands in the cell."""

    rupiah: int
    counted: str | None = None


class Quantity(NamedTuple):
    """For a month."""

    amount: float
    unit: str | None
    counted: str | None = None


def yearly(cell: str, heading: Conversion) -> Rupiah:
    """Whole rupiah for a year: `Rp 1.250.000.000,-`, `350 jt`, `15 juta per bulan`."""
    if heading == AS_TYPED and _WHOLE.fullmatch(cell):
        return Rupiah(round(_plausible(int(cell), _LEAST_SALES)))  # most cells
    text, period = _period(_plain(cell))
    times = period or heading.per_year or 1
    rupiah, scaled = _rupiah(text, heading.scale, _LEAST_SALES / times)
    total = round(rupiah * times)
    if times == 1 and not scaled:
        return Rupiah(total)
    shown = _in_words(cell, heading, scaled=scaled, period=None if period else times)
    return Rupiah(total, f"{shown} -> Rp{marked(total)} per tahun")


def capital(cell: str, heading: Conversion) -> Rupiah:
    """Whole rupiah; capital knows no period."""
    rupiah, scaled = _rupiah(_plain(cell), heading.scale, _LEAST_CAPITAL)
    total = round(rupiah)
    if not scaled:
        return Rupiah(total)
    shown = f"{cell} {heading.words or _SCALE_WORDS.get(heading.scale, '')}"
    return Rupiah(total, f"{shown} -> Rp{marked(total)}")


def _plausible(rupiah: float, least: float) -> float:
    if 0 < rupiah < least:
        raise CellProblemError("missing-scale")
    return rupiah


@lru_cache(_REMEMBERED)
def quantities(cell: str, unit: str, heading: Conversion) -> tuple[Quantity, ...]:
    """One for each product, parted as the products are: `10 kg; 20 kg`."""
    parts, units = cell.replace("\n", ";").split(";"), unit.split(";")
    if len(units) > 1 and len(units) != len(parts):
        raise CellProblemError("not-understood")
    units = units if len(units) > 1 else units * len(parts)
    return tuple(_quantity(*part, heading) for part in zip(parts, units, strict=True))


def _quantity(cell: str, unit_cell: str, heading: Conversion) -> Quantity:
    if cell.isdigit() and cell.isascii() and len(cell) < _LONGEST // 2:
        text, rest = cell, ""  # most cells
    else:
        match = _QUANTITY.fullmatch(_plain(cell, lower=False))
        if not match:
            raise CellProblemError("not-understood")
        text, rest = match.groups()
    amount = number_of(text)
    if not amount:
        raise CellProblemError("not-understood")
    if _EITHER_WAY.fullmatch(text):
        raise CellProblemError("ambiguous-number")
    amount, rest = _scaled(amount, rest)
    unit, period = _unit(rest, unit_cell)
    times = period or heading.per_year or MONTHS
    scale = 1 if rest else heading.scale  # `100 kg` are kilograms, whatever stands above them
    if times == MONTHS and scale == 1:
        return Quantity(amount, unit or None)
    monthly = round(amount * scale * times / MONTHS, 3)
    typed = f"{cell} {unit_cell}".strip()
    shown = _in_words(typed, heading, scaled=scale > 1, period=None if period else times)
    counted = " ".join(filter(None, (shown, "->", marked(monthly), unit, "per bulan")))
    return Quantity(monthly, unit or None, counted)


@lru_cache(_REMEMBERED)
def _unit(behind: str, cell: str) -> tuple[str, int | None]:
    """The unit and its period: what stands behind the number comes before its own cell."""
    unit, period = _period(behind)
    unit_typed, of_unit = _period(_plain(cell, lower=False))
    unit = (unit or unit_typed).strip()
    if not _UNIT.fullmatch(unit) or not reference.words().periods.keys().isdisjoint(unit.split()):
        raise CellProblemError("not-understood")
    return unit, period or of_unit


def _scaled(amount: float, rest: str) -> tuple[float, str]:
    """`2 ribu bungkus`; a lone "m" may be metres, and is none."""
    word, _, behind = rest.partition(" ")
    if word.lower() in _SCALES_OF_UNITS:
        return amount * reference.words().scales[word.lower()], behind
    return amount, rest


def _rupiah(text: str, scale_of_heading: int, least: float) -> tuple[float, bool]:
    """The amount, and whether the scale of the heading counts. `least`: where none is named."""
    match = _MONEY.fullmatch(text)
    scales = reference.words().scales
    if not match or (match.group(2) or "rupiah") not in {*scales, "rupiah"}:
        raise CellProblemError("rounded-number" if ROUNDED.fullmatch(text) else "not-understood")
    figure, scale = match.group(1), scales.get(match.group(2) or "", 0)
    if not scale and scale_of_heading == 1:  # every mark parts thousands: rupiah have no decimals
        return _plausible(number_of(_THOUSANDS_MARK.sub("", figure)), least), False
    if _EITHER_WAY.fullmatch(figure):
        raise CellProblemError("ambiguous-number")
    amount = number_of(figure)
    if not scale and amount >= _WHOLE_RUPIAH.get(scale_of_heading, amount + 1):
        is_beyond = scale_of_heading > _LARGEST_SCALE_OF_UMKM  # as it stands, of any UMKM
        raise CellProblemError("too-large-for-its-scale" if is_beyond else "ambiguous-scale")
    if not scale:
        return _plausible(amount * scale_of_heading, least), True
    return amount * scale, False


def _plain(cell: str, *, lower: bool = True) -> str:
    if len(cell) > _LONGEST:
        raise CellProblemError("not-understood")
    text = " ".join(cell.split())
    return _ABOUT.sub("", text.lower() if lower else text, count=1)


def _period(text: str) -> tuple[str, int | None]:
    """The text before a period, and how many of them a year has."""
    match = _PERIOD.fullmatch(text) if text else None
    if not match:
        return text, None
    period = reference.words().periods.get((match.group(2) or match.group(3)).lower())
    if not period:  # for a harvest, for an order: nobody knows how often
        raise CellProblemError("not-understood")
    return match.group(1).strip(), period


def _in_words(cell: str, heading: Conversion, *, scaled: bool, period: float | None) -> str:
    """The cell with what its heading adds."""
    if scaled and period and heading.words:
        return f"{cell} {heading.words}"
    scale = _SCALE_WORDS.get(heading.scale, "") if scaled else ""
    scale = f"({scale})" if scale and not period else scale
    return " ".join(filter(None, (cell, scale, _PERIOD_WORDS.get(int(period or 0)))))


def conversions_of(
    columns: Sequence[Column], stated: Mapping[str, amounts.Amount]
) -> Iterator[tuple[str, Conversion]]:
    of_unit = next((amount_of(c).per_year for c in columns if "unit" in c.fields), None)
    is_held = any("capacity" in column.fields for column in columns)
    for column in columns:
        for name in column.fields:
            is_timed = name == "product" and not is_held and names_period(column.heading)
            field = "capacity" if is_timed else name  # `Produk dan jumlah per bulan`
            if field in _PER_YEAR:
                scale, per_year, _ = amount_of(column)
                per_year = per_year or (of_unit if field == "capacity" else None)  # `Sat/thn`
                above = stated.get(field, amounts.Amount())
                scale, per_year = scale or above.scale, per_year or above.per_year
                if scale or per_year not in {None, _PER_YEAR[field]}:
                    yield field, Conversion(scale or 1, per_year, column.heading.shown)


def amount_of(column: Column) -> amounts.Amount:
    """`Omzet (m)` is in miliar, `Kapasitas (m)` in metres."""
    amount = headings.meaning_of(column.heading, vocabulary()).amount
    is_length = amount.scale == _MILIAR and "capacity" in column.fields
    return amount._replace(scale=None, unit=amount.unit or "m") if is_length else amount
