"""Whether and when the owner agreed to the processing of personal data (UU 27/2022)."""

import re
from datetime import date
from functools import lru_cache
from itertools import dropwhile

from services.intake.letters import reference
from services.intake.letters.cells import CellProblemError
from shared.tables.days import DAY, day_of
from shared.tables.understanding.headings import Heading

_LONGEST = 500
# Excel counts days from 1900: 46,000 is in the year 2025.
_SERIAL_DAY = re.compile(r"[34567][0-9]{4}(?:[.,][0-9]+)?")
_WORDS = re.compile(r"[^\W_]+")
_LONGEST_HEADING = 200
_AROUND = " ,;:()-/.'\"!"
# Consents and remarks of a letter are nearly the same all the way down.
_REMEMBERED = 1_000


@lru_cache(_REMEMBERED)
def consent(cell: str, dated: str) -> date | None:
    """The day of consent, from `ya, 12-03-2026` or from a yes and a column of its own.

    None for a yes without a day. Raises CellProblemError for anything that is no yes.
    """
    if max(len(cell), len(dated)) > _LONGEST:
        raise CellProblemError("invalid-consent")
    cell, dated = (" ".join(text.lower().split()) for text in (cell, dated))
    if _SERIAL_DAY.fullmatch(dated or cell):
        raise CellProblemError("date-as-number")
    if (cell or dated) in reference.words().empty or not (cell or dated):
        raise CellProblemError("missing-consent")  # "belum" with a date beside it is no yes
    answer = DAY.sub(" ", cell or dated).strip(_AROUND)
    is_day = DAY.search(cell or dated)  # `Form tgl 14/08/2026`
    if not (is_day and reference.words().before_dates.issuperset(_WORDS.findall(answer))):
        _refuse_no(answer)
    matches = [match for text in (dated, cell) for match in DAY.finditer(text)]
    try:
        days = {day_of(match) for match in matches}
    except ValueError:
        raise CellProblemError("invalid-consent-date") from None
    if len(days) > 1:
        raise CellProblemError("several-dates")
    if cell and dated.strip(_AROUND) and not DAY.search(dated):
        raise CellProblemError("invalid-consent-date")
    return days.pop() if days else None


def _refuse_no(answer: str) -> None:
    """By its first words, and by what takes a yes back anywhere behind them."""
    words = reference.words()
    answer = answer.replace("tidak keberatan", "setuju")
    if not answer or answer in words.yes:
        return
    tokens = [token for token in _WORDS.findall(answer) if token not in words.before_dates]
    if answer in words.no or words.no.intersection(tokens[:1]):
        raise CellProblemError("consent-refused")
    if words.pending.intersection(tokens[:1]):
        raise CellProblemError("missing-consent")
    text = f" {' '.join(tokens)} "
    if any(f" {refusal} " in text for refusal in words.no if " " in refusal):
        raise CellProblemError("consent-refused")
    takes_back = words.negations | words.doubts
    if "?" in answer or not takes_back.isdisjoint(tokens) or not _begins_with_yes(tokens):
        raise CellProblemError("invalid-consent")


def _begins_with_yes(tokens: list[str]) -> bool:
    """`saya bersedia ...`; "sudah" counts only before what agrees: not `sudah dihubungi`."""
    words = reference.words()
    answer = list(dropwhile(words.subjects.__contains__, tokens))
    if len(answer) > 1 and answer[0] in words.half_yes:
        return not words.agreeing.isdisjoint(answer[1:3])
    is_word = len(answer) == 1 or (answer and answer[0].isalpha())
    return bool(is_word) and answer[0] in words.yes and words.others.isdisjoint(answer[1:2])


def objects(heading: Heading) -> bool:
    """Whether a yes below it takes the consent back: `Tidak setuju`, `Keberatan`."""
    return any(map(is_objection, (heading.text, heading.above)))


def is_objection(heading: str) -> bool:
    words = reference.words()
    tokens = _WORDS.findall(heading.lower()[:_LONGEST_HEADING])
    if tokens[:2] in (["tidak", "keberatan"], ["tdk", "keberatan"]):
        tokens = tokens[2:]
    begins_with_no = not {*tokens[:1]}.isdisjoint(words.negations | words.no)
    return begins_with_no or not words.objecting.isdisjoint(tokens)


def objection(cell: str) -> str:
    """The objection; empty if the cell objects to nothing. Empty is no consent."""
    words, answer = reference.words(), cell.strip(_AROUND).lower()
    plain = "" if answer == "keberatan" else answer.removesuffix("keberatan").strip()
    no = (words.no | words.empty) - words.objecting - words.negations | words.absent
    objects_to_nothing = not answer or answer in words.empty or (plain in no and " " not in plain)
    return "" if objects_to_nothing else f"keberatan: {cell}"


@lru_cache(_REMEMBERED)
def taking_back(remark: str) -> str | None:
    """The code of a remark such as `sudah mencabut persetujuan`, whatever the consent says.

    What may be of something else, such as `izin edar dicabut`, is a notice only.
    """
    words = reference.words()
    text = f" {' '.join(_WORDS.findall(remark.lower()))} ".replace(" tidak keberatan ", " ")
    if any(f" {phrase} " in text for phrase in words.taking_back):
        return "consent-refused"
    parted = (text.partition(f" {phrase} ") for phrase in words.taking_back_if_own)
    near = [[*before.split(), *after.split()[:1]] for before, at, after in parted if at]
    if any(all(word in words.own or word.isdigit() for word in each) for each in near):
        return "consent-refused"
    return "remark-unclear" if near else None
