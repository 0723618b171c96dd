"""What one cell says, in any way that districts write it; else a CellProblemError by its code."""

import re
from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar

from services.intake.letters import reference
from shared.contracts.intake import SizeClass
from shared.indonesia.niks import is_area
from shared.indonesia.personal import holds_personal_data
from shared.province.serving import province
from shared.tables.cells import people_in

# Excel shows a long number as 1,27101E+15: the digits behind are gone and must be typed again.
ROUNDED = re.compile(r"[0-9][.,]?[0-9]*E\+?[0-9]+", re.IGNORECASE)
SEVERAL = re.compile(r"[;,/&|\n]|\b(?:atau|dan|or|and)\b", re.IGNORECASE)
"""Parts of a cell that holds more than one of a kind."""
_TYPED_AROUND = re.compile(r"[\s'\u2018\u2019.\-/]+")
_LABEL = re.compile(
    r"\s*(?:(?:no|nomor)\b\.?)?\s*(?:nik|ktp|nib|npwp|spp[- ]?irt|p[-. ]?irt|pirt|kbli)"
    r"\s*(?:(?:no|nomor)\b\.?)?\s*[.:]?",
    re.IGNORECASE,
)
_NIK_DIGITS, _OF_A_WOMAN = 16, 40
_RANK = re.compile(r"[0-9]{1,6}")
_HS_SEPARATORS = re.compile(r"[;,/&|]|\b(?:dan|and)\b", re.IGNORECASE)
_HS = re.compile(
    r"(?:(?:kode|pos|no)\b\.? ?)?(?:hs(?![a-z])(?: ?code\b)?|tarif\b)? ?[.:]? ?"
    r"([0-9][^(a-z]*?)(?: ?\(.*| ?[\u2013-]? ?(?<![0-9.])[a-z]\D*)?",
    re.IGNORECASE,
)
# Excel shows 0901.11 with a comma here.
_DECIMAL_COMMA = re.compile(r"(?<=[0-9]{3}),(?=[0-9]{2}(?![0-9]))")
_HS_LENGTHS, _HEADING_DIGITS = frozenset({6, 8, 10}), 4
_NO_CHAPTERS = frozenset({"00", "77", "98", "99"})
# How many headings the chapters have that begin with a zero, from the first on (HS 2022).
_HEADINGS_OF_FIRST_CHAPTERS = (6, 10, 9, 10, 11, 4, 14, 14, 10)
_KBLI = re.compile(r"([0-9]{5})(?:[ :(-]\D*)?")
_KBLI_VERSION = re.compile(r"(?:kbli\s*)?(20(?:20|25))(?:[.,]0+)?", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])(?:1[89]|20)[0-9]{2}(?![0-9])")
_NUMBERS = re.compile(r"[0-9]+")
_WORDS = re.compile(r"[^\W\d_]+")
_LONGEST_NUMBER = 5
_PLANNED = re.compile(
    r"\b(?:(?:di)?rencana(?:kan|nya)?|target|calon|akan|plan(?:ned)?"
    r"|(?:siap|ingin|mau|(?:ber)?minat|ready)(?:\Z|\b[a-z ]{1,9}(?:ekspor|export|kirim)))\b",
    re.IGNORECASE,
)
_TOO_LARGE = "besar"
_REMEMBERED = 1_000  # codes repeat all the way down a letter
T = TypeVar("T")


class CellProblemError(ValueError):
    """`code` names the sentence that the officer gets."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return " ".join(reference.sentences()[self.code])


class GivenHs(NamedTuple):
    """A code in a cell; `hs6` is None where the programme's table does not have it."""

    hs6: str | None
    digits: str
    typed: str
    is_restored: bool = False
    """A spreadsheet had dropped its zero."""


def one_line(cell: str) -> str:
    return " ".join(cell.split())


def for_everybody(text: str) -> str:
    """A text that goes into an event; nobody can take an event back."""
    if holds_personal_data(text):
        raise CellProblemError("personal-data")
    return text


def digits(cell: str, code: str, lengths: Collection[int] = ()) -> str:
    """A number that is a name: labels, spaces, dots, dashes and apostrophes are not part of it.

    It cannot consist of zeros only: all who wrote zeros would be one UMKM.
    """
    if cell.isdigit() and cell.isascii():
        plain = cell
    else:
        if ROUNDED.fullmatch(cell):
            raise CellProblemError("rounded-number")
        cell = _without_remark(cell)
        label = _LABEL.match(cell)
        plain = _TYPED_AROUND.sub("", cell[label.end() :] if label else cell)
        if not (plain.isascii() and plain.isdigit()):
            raise CellProblemError(code)
    if (lengths and len(plain) not in lengths) or not plain.strip("0"):
        raise CellProblemError(code)
    return plain


nib = partial(digits, code="invalid-nib", lengths={13})
npwp = partial(digits, code="invalid-npwp", lengths={15, 16})
licence = partial(digits, code="invalid-pirt", lengths={15, 16, 17})
"""The number of a food licence, without its letters: `P-IRT 2 06 ...`."""


def _without_remark(cell: str) -> str:
    """`9120... (OSS RBA)`."""
    number, _, remark = cell.partition("(")
    return cell if not number.strip() or _NUMBERS.search(remark) else number


def email(cell: str) -> str:
    """Lower case; the model judges the rest."""
    if cell.count("@") != 1 or len(cell.split()) > 1:
        raise CellProblemError("invalid-email")
    return cell.lower()


def nik(cell: str) -> str:
    """Area, birthday (of a woman: day + 40), serial number.

    One digit short it has lost a leading zero to a spreadsheet, which is not guessed.
    """
    plain = digits(cell, "invalid-nik")
    if len(plain) == _NIK_DIGITS - 1:
        raise CellProblemError("lost-zero")
    if len(plain) != _NIK_DIGITS:
        raise CellProblemError("invalid-nik")
    day, month, year = int(plain[6:8]), int(plain[8:10]), int(plain[10:12])
    try:
        # Of either century: both have their 29 February in the same years, but for 1900.
        date(2000 + year, month, day - _OF_A_WOMAN if day > _OF_A_WOMAN else day)
    except ValueError:
        raise CellProblemError("invalid-nik") from None
    if not is_area(plain[:4], province().areas):
        raise CellProblemError("unknown-nik-area")
    return plain


def kbli(cell: str) -> str:
    """`10761`, `KBLI 10761 - Industri Pengolahan Kopi`; the first of several."""
    label = _LABEL.match(cell)
    text = _KBLI.fullmatch(cell[label.end() :].strip() if label else cell)
    if not text:
        raise CellProblemError("rounded-number" if ROUNDED.fullmatch(cell) else "not-understood")
    return text.group(1)


def says_none(cell: str) -> bool:
    """`belum punya`, `sedang diurus`, `tidak ada`, `0`: there is no number yet."""
    if cell[:1].isdigit():
        return cell == "0"
    first = _WORDS.search(cell)
    if first is None:
        return not _NUMBERS.search(cell)
    has_number = sum(map(str.isdigit, cell)) > _LONGEST_NUMBER
    return first.group().lower() in reference.words().absent and not has_number


@lru_cache(_REMEMBERED)
def hs_codes(cell: str) -> tuple[GivenHs, ...]:
    """Every code in the cell; national lines of 8 or 10 digits are cut to their HS6."""
    text = _DECIMAL_COMMA.sub(".", " ".join(cell.replace("\n", ";").split()))
    return tuple(_hs(part.strip()) for part in _HS_SEPARATORS.split(text) if part.strip())


def _hs(cell: str) -> GivenHs:
    match = _HS.fullmatch(cell)
    plain = digits(match.group(1).strip() if match else cell, "invalid-hs")
    is_restored = len(plain) + 1 in _HS_LENGTHS and _may_lack_zero(plain)
    if is_restored:
        plain = "0" + plain
    if len(plain) not in _HS_LENGTHS | {_HEADING_DIGITS} or plain[:2] in _NO_CHAPTERS:
        raise CellProblemError("invalid-hs")
    known = plain[:6] if plain[:6] in reference.commodities() else None
    return GivenHs(known, plain, cell, is_restored)


def _may_lack_zero(plain: str) -> bool:
    """A spreadsheet drops the zero of coffee, 0901.11; the heading behind it must exist.

    `21039` is rather 2103.90, which lacks its last zero.
    """
    if f"{plain}0" in reference.commodities() and f"0{plain}" not in reference.commodities():
        return False
    chapter, heading = int(plain[0]), int(plain[1:3])
    return chapter > 0 and 0 < heading <= _HEADINGS_OF_FIRST_CHAPTERS[chapter - 1]


def size_class(cell: str) -> SizeClass:
    """The one class that the cell names; a large business is no UMKM."""
    sizes = reference.words().sizes
    named = {sizes[word] for word in _WORDS.findall(cell.lower()) if word in sizes}
    if named == {_TOO_LARGE}:
        raise CellProblemError("not-umkm")
    if len(named) != 1:
        raise CellProblemError("not-understood")
    return SizeClass(named.pop())


def kbli_version(cell: str) -> str:
    """`2020`, `KBLI 2025`."""
    match = _KBLI_VERSION.fullmatch(cell)
    if not match:
        raise CellProblemError("not-understood")
    return match.group(1)


def rank(cell: str) -> int:
    plain = cell.rstrip(".")
    if not _RANK.fullmatch(plain) or int(plain) == 0:
        raise CellProblemError("not-understood")
    return int(plain)


def employees(cell: str) -> int:
    """`5 orang`, `3+2`, `3 L / 2 P`, `4 (empat)`."""
    count = people_in(cell, reference.words().people)
    if count is None:
        raise CellProblemError("not-understood")
    return count


def already(read: Callable[[str], T], cell: str) -> T:
    """What there is: not `5 (rencana)`, not `siap ekspor ke Jepang`."""
    if not cell.isdigit() and _PLANNED.search(cell):
        raise CellProblemError("not-understood")
    return read(cell)


def founded_year(cell: str, until: int) -> int:
    """The one year in the cell: `sejak 2015`, `12/05/2015`; a later year is a plan."""
    years = set(_YEAR.findall(cell))
    if len(years) != 1 or int(max(years)) > until:
        raise CellProblemError("not-understood")
    return int(years.pop())
