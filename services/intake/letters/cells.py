"""What one cell says, in any way that districts write it; else a CellProblemError by its code."""

import re
from datetime import date
from functools import lru_cache

from services.intake.letters import reference
from shared.contracts.intake import SizeClass

# Excel shows a long number as 1,27101E+15: the digits behind are gone and must be typed again.
ROUNDED = re.compile(r"[0-9][.,]?[0-9]*E\+?[0-9]+", re.IGNORECASE)
_TYPED_AROUND = re.compile(r"[\s'\u2018\u2019.\-/]+")
_NIK_DIGITS, _OF_A_WOMAN = 16, 40
_RANK = re.compile(r"[0-9]{1,6}")
_FEWEST_RUPIAH = 1_000
# Longer ones are no figures, and would overflow.
_LONGEST_FIGURE = 40
_NUMBER = (
    r"[0-9]{1,3}(?:[. ][0-9]{3})+(?:,[0-9]+)?"  # 1.250.000,5
    r"|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"  # 1,250,000.5
    r"|[0-9]+(?:[.,][0-9]+)?"
)
_THOUSANDS_MARK = re.compile(r"[., ](?=[0-9]{3}(?![0-9]))")
_AMOUNT = re.compile(
    rf"(?:(?:rp|idr)\.?\s*)?({_NUMBER})\s*([a-z]+)?\.?\s*(?:,\s*-+)?", re.IGNORECASE
)
_QUANTITY = re.compile(rf"({_NUMBER})(?![0-9])\s*(.*)", re.DOTALL)
# Everything in the template is for a month. A unit has no digits but those of m2 and m3.
_FOR_A_MONTH = re.compile(r"(?:/|per)\s*(?:bulan|bln|month)\.?$", re.IGNORECASE)
_UNIT = re.compile(r"(?:[^\W\d_](?:[^\W\d_]|[ .()/²³-])*|[mM][23])?")
# 1,500 is one and a half here, and fifteen hundred to whoever typed in English.
_EITHER_WAY = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_SHORT_YEAR_DIGITS = 2
_DATE = re.compile(
    r"(?<![0-9])(?:(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})"
    r"|(?P<day2>[0-9]{1,2})(?:[-/.]|\s+)(?P<month2>[0-9]{1,2}|[a-z]{3,9})(?:[-/.]|\s+)"
    r"(?P<year2>[0-9]{4}|[0-9]{2}))(?![0-9])",
    re.IGNORECASE,
)
_BEFORE_A_DAY = re.compile(r"(?:tgl|tanggal|per|on|date)\.?$")
# Excel counts days from 1900: 46,000 is in the year 2025.
_SERIAL_DAY = re.compile(r"[34567][0-9]{4}(?:[.,][0-9]+)?")
_HS_SEPARATORS = re.compile(r"[;,/&|\n]+|\s(?:dan|and)\s", re.IGNORECASE)
_LICENCE_LETTERS = re.compile(
    r"^\s*(?:spp[- ]?irt|p[-. ]?irt|pirt)\s*(?:no\.?|nomor)?\s*[.:]?", re.IGNORECASE
)
_KBLI_VERSION = re.compile(r"(?:kbli\s*)?(20(?:20|25))(?:[.,]0+)?", re.IGNORECASE)
_CERTIFICATES = re.compile(r"[;,/\n]")
_HS_LENGTHS = frozenset({6, 8, 10})
# Codes and days of consent repeat all the way down a letter.
_REMEMBERED = 1_000


class CellProblemError(ValueError):
    """The code of the sentence that the officer gets."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def digits(cell: str, code: str, length: int | None = None) -> str:
    """A number that is a name: spaces, dots, dashes and Excel's apostrophe are not part of it.

    One digit short of its length it has lost a leading zero to a spreadsheet, which is not guessed.
    """
    if ROUNDED.fullmatch(cell):
        raise CellProblemError("rounded-number")
    plain = _TYPED_AROUND.sub("", cell)
    if not (plain.isascii() and plain.isdigit()):
        raise CellProblemError(code)
    if length and len(plain) == length - 1:
        raise CellProblemError("lost-zero")
    return plain


def nik(cell: str, code: str) -> str:
    """Area, birthday (of a woman: day + 40), serial number; other forms the model refuses."""
    plain = digits(cell, code, _NIK_DIGITS)
    if len(plain) != _NIK_DIGITS:
        return plain
    day, month, year = int(plain[6:8]), int(plain[8:10]), int(plain[10:12])
    try:
        # Of either century: both have their 29 February in the same years, but for 1900.
        date(2000 + year, month, day - _OF_A_WOMAN if day > _OF_A_WOMAN else day)
    except ValueError:
        raise CellProblemError(code) from None
    if not reference.is_area_of_nik(plain[:4]):
        raise CellProblemError("unknown-nik-area")
    return plain


def npwp(cell: str, code: str) -> str:
    """A tax number: noughts alone are nobody's."""
    plain = digits(cell, code)
    if not plain.strip("0"):
        raise CellProblemError(code)
    return plain


@lru_cache(_REMEMBERED)
def hs_codes(cell: str) -> tuple[str, ...]:
    """HS6 of each code in the cell; national lines of 8 or 10 digits are cut to their HS6."""
    codes = tuple(_hs6(part.strip()) for part in _HS_SEPARATORS.split(cell) if part.strip())
    if not codes:
        raise CellProblemError("missing-hs")
    return codes


def _hs6(cell: str) -> str:
    plain = digits(cell, "invalid-hs")
    if len(plain) + 1 in _HS_LENGTHS:
        plain = "0" + plain  # a spreadsheet drops the zero of coffee, 0901.11
    if len(plain) not in _HS_LENGTHS:
        raise CellProblemError("invalid-hs")
    if plain[:6] not in reference.commodities():
        raise CellProblemError("unknown-hs")
    return plain[:6]


def rupiah(cell: str, code: str) -> int:
    """Whole rupiah: `Rp 1.250.000.000,-`, `1,25 miliar`, `350 jt`."""
    found = _AMOUNT.fullmatch(cell) if len(cell) <= _LONGEST_FIGURE else None
    if not found:
        raise CellProblemError(code)
    scale = (found.group(2) or "").lower()
    scales = reference.words().scales
    if scale and scale not in scales:
        raise CellProblemError(code)
    if scale and _EITHER_WAY.fullmatch(found.group(1)):
        raise CellProblemError("ambiguous-number")
    if not scale:  # nobody writes decimals of a rupiah: every mark parts thousands
        plain = _THOUSANDS_MARK.sub("", found.group(1))
        amount = _number(plain)
        if amount < _FEWEST_RUPIAH and not plain.isdigit():  # millions, or billions, of them
            raise CellProblemError("missing-scale")
        return round(amount)
    return round(_number(found.group(1)) * scales[scale])


def quantity(cell: str) -> tuple[float, str | None]:
    """A capacity and, where the cell holds it, its unit: `1.500 kg/bulan`."""
    found = _QUANTITY.fullmatch(cell)
    if not found or len(found.group(1)) > _LONGEST_FIGURE:
        raise CellProblemError("invalid-capacity")
    amount = _number(found.group(1))
    if not amount:
        raise CellProblemError("invalid-capacity")
    if _EITHER_WAY.fullmatch(found.group(1)):
        raise CellProblemError("ambiguous-number")
    unit = " ".join(_FOR_A_MONTH.sub("", found.group(2)).split())
    if not _UNIT.fullmatch(unit):
        raise CellProblemError("invalid-capacity")
    return amount, unit or None


def quantities(cell: str) -> tuple[tuple[float, str | None], ...]:
    """One for each product, parted as the products are: `10 kg; 20 kg`."""
    return tuple(quantity(part.strip()) for part in cell.split(";"))


def _number(text: str) -> float:
    """Dots part thousands here and a comma parts decimals; `1,250,000.50` is understood too."""
    plain = text.replace(" ", "")
    if plain.isdigit():
        return float(plain)
    decimal_dot = re.fullmatch(
        r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|0\.[0-9]+|[0-9]+\.[0-9]{1,2}", plain
    )
    several_commas = plain.count(",") > 1
    if decimal_dot or several_commas:
        return float(plain.replace(",", ""))
    if re.fullmatch(r"[0-9]+\.[0-9]{4,}", plain):
        return float(plain)
    return float(plain.replace(".", "").replace(",", "."))


@lru_cache(_REMEMBERED)
def consent(cell: str | None, dated: str | None) -> date:
    """The day of consent, from `ya, 12-03-2026` or from a yes and a column of its own."""
    words = reference.words()
    said, dated = cell or dated or "", dated or ""
    if _SERIAL_DAY.fullmatch(dated or said):
        raise CellProblemError("date-as-number")
    answer = _DATE.sub("", said).strip(" ,;:()-/").lower()
    answer = _BEFORE_A_DAY.sub("", answer).strip(" ,;:()-/")
    if answer in words.no:
        raise CellProblemError("consent-refused")
    if answer and answer not in words.yes:
        raise CellProblemError("invalid-consent")
    if not said:
        raise CellProblemError("missing-consent")
    days = {_calendar_day(found) for text in (dated, said) for found in _DATE.finditer(text)}
    if len(days) > 1:
        raise CellProblemError("several-dates")
    if days:
        return days.pop()
    raise CellProblemError("invalid-consent-date" if dated else "missing-consent-date")


def _calendar_day(found: re.Match[str]) -> date:
    written = found["year"] or found["year2"]
    year = int(written) + (2000 if len(written) == _SHORT_YEAR_DIGITS else 0)
    month = (found["month"] or found["month2"]).lower()
    day = int(found["day"] or found["day2"])
    if not month.isdigit():
        month = str(reference.words().months.get(month, 0))
    try:
        return date(year, int(month), day)
    except ValueError:
        raise CellProblemError("invalid-consent-date") from None


def size_class(cell: str) -> SizeClass:
    word = cell.lower().removeprefix("usaha").strip()
    try:
        return SizeClass({"micro": "mikro", "small": "kecil", "medium": "menengah"}.get(word, word))
    except ValueError:
        raise CellProblemError("unknown-size-class") from None


def licence(cell: str, code: str) -> str:
    """Give the number of a licence that people write with its letters before: `P-IRT 2 06 ...`."""
    return digits(_LICENCE_LETTERS.sub("", cell, count=1), code)


def kbli_version(cell: str) -> str:
    """`2020`, `KBLI 2025`."""
    found = _KBLI_VERSION.fullmatch(cell)
    if not found:
        raise CellProblemError("unknown-kbli-version")
    return found.group(1)


def certificates(cell: str) -> tuple[str, ...]:
    """`Halal; P-IRT, organik`: each once, as it was written."""
    names = [" ".join(part.split()) for part in _CERTIFICATES.split(cell)]
    return tuple(dict.fromkeys(name for name in names if name))


def rank(cell: str) -> int:
    if not _RANK.fullmatch(cell) or int(cell) == 0:
        raise CellProblemError("invalid-rank")
    return int(cell)
