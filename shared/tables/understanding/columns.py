"""Decides the field of each column of a table, and how sure it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from shared.tables.spelling import normalised
from shared.tables.understanding.asking import (
    CONSENT,
    CONTRADICTED,
    LIKELY,
    MOST_PROPOSALS,
    ONE_ALONE,
    decision_of,
)
from shared.tables.understanding.cases import Case, case_of
from shared.tables.understanding.decision import Column, Decision, Reason
from shared.tables.understanding.headings import CLEAR, Heading, meaning_of
from shared.tables.understanding.senders import with_own_emails
from shared.tables.understanding.vocabulary import Vocabulary

_MARGIN = 1.5
_ENOUGH = 4.0
_RIVALS = 1.0
_UNNAMED, _DOUBTED = 0.4, 0.2
_NAMED_WELL = 5.1
"""A heading with more points for a field needs no other heading beside it."""
_PLAIN = str.maketrans("()/", "   ")
_WILLING = 8.0
"""The points of one word of consent. A heading with more says what it is for."""
_READ_ALIKE = (CONSENT, frozenset({"product", "further_product"}))
_MONEY = frozenset({"yearly_sales", "capital"})
_ONE_OF_TWO = ONE_ALONE | _MONEY
_NAMES = frozenset({"business_name", "owner_name", "product", "brand"})
Answers = Mapping[int, Sequence[str]]
"""Fields by the place of the column. Empty: the column is not needed."""


def decide(
    headings: Sequence[Heading],
    sample: Sequence[Sequence[str]],
    words: Vocabulary,
    answers: Answers | None = None,
    remembered: Answers | None = None,
    common: Mapping[str, str] | None = None,
) -> Decision:
    """Decide for a whole table, from its headings and at most 200 of its rows.

    `answers` of the sender always count. `remembered` answers do not count if the cells contradict
    them; then the sender is asked again.
    """
    cases = [
        case_of(place, heading, sample, words, (common or {}).get(normalised(heading.shown)))
        for place, heading in enumerate(headings)
    ]
    settled = dict(_remembered(cases, remembered or {}))
    contradicted = set(remembered or {}) - settled.keys()
    settled |= {p: _answered(cases[p], f, Reason.ANSWERED) for p, f in (answers or {}).items()}
    columns = with_own_emails(_in_place_of_product(_assigned(cases, settled, words), words), cases)
    return decision_of(columns, cases, words, contradicted, answered=answers is not None)


def _remembered(cases: Sequence[Case], answers: Answers) -> Iterable[tuple[int, Column]]:
    known = {place: fields for place, fields in answers.items() if place < len(cases)}
    holders = {field: cases[place] for place, fields in known.items() for field in fields}
    for place, fields in known.items():
        own = cases[place]
        if all(
            own.by_cells.get(field, 0) > CONTRADICTED
            and not any(_are_swapped(own, field, *other) for other in holders.items())
            for field in fields
        ):
            yield place, _answered(own, fields, Reason.REMEMBERED)


def _are_swapped(case: Case, field: str, other_field: str, other: Case) -> bool:
    """True if two columns hold each other's values, such as owners and businesses."""
    gained = case.by_cells.get(other_field, 0) - case.by_cells.get(field, 0)
    other_gained = other.by_cells.get(field, 0) - other.by_cells.get(other_field, 0)
    return min(gained, other_gained) >= _RIVALS


def _answered(case: Case, fields: Sequence[str], reason: Reason) -> Column:
    return Column(case.place, case.heading, tuple(fields), 1.0, reason)


def _assigned(
    cases: Sequence[Case], settled: Mapping[int, Column], words: Vocabulary
) -> tuple[Column, ...]:
    """Assign fields, strongest evidence first. Most fields belong to one column only."""
    several = words.may_have_several
    columns = dict(settled)
    taken = {field for column in settled.values() for field in column.fields}
    waiting = [case for case in cases if case.place not in columns]
    best = {case.place: case.best for case in cases}
    pointed = {p: field for p, field in best.items() if cases[p].by_heading.get(field, 0) >= CLEAR}
    while waiting:
        claims = [(*_best(case, taken - several), case) for case in waiting]
        strength, field, case = max(claims, key=lambda claim: (claim[0], -claim[2].place))
        waiting.remove(case)
        named = {name for place, name in pointed.items() if place != case.place}
        columns[case.place] = _column(case, field, strength, taken - several, words, named)
        taken.update(columns[case.place].fields)
    return tuple(_doubted(columns[case.place], cases, columns) for case in cases)


def _doubted(column: Column, cases: Sequence[Case], columns: Mapping[int, Column]) -> Column:
    """Doubt a column if another has equal evidence for the field and other cells."""
    own = cases[column.place]
    if column.reason in {Reason.ANSWERED, Reason.REMEMBERED}:
        return column
    if "employees" in column.fields and _counts_on(cases[column.place + 1 :][:1]):
        return replace(column, confidence=_UNNAMED)
    if own.best not in _ONE_OF_TWO:
        return column
    for other in cases:
        is_rival = _are_rivals(own, other, columns) or _is_named_better(own, other, columns)
        if other.place != own.place and is_rival:
            return replace(column, confidence=_UNNAMED, proposals=(own.best, *column.proposals))
    return column


def _counts_on(following: Sequence[Case]) -> bool:
    """True if the next column has numbers and no heading: the heading spans two parts."""
    return any(c.by_cells.get("employees", 0) > 0 and not c.heading.shown for c in following)


def _are_rivals(one: Case, other: Case, columns: Mapping[int, Column]) -> bool:
    field = one.best
    taken = {*columns[one.place].fields, *columns[other.place].fields}
    return (
        other.best == field
        and field in taken
        and abs(one.strength(field) - other.strength(field)) < _RIVALS
        and any(a and b and a != b for a, b in zip(one.cells, other.cells, strict=True))
    )


def _is_named_better(own: Case, other: Case, columns: Mapping[int, Column]) -> bool:
    """True if the leader of a group is the owner only by its cells, beside `Nama Pemilik`."""
    field = own.best
    named, better = (case.by_heading.get(field, 0) for case in (own, other))
    is_only_here = field in columns[own.place].fields and field not in columns[other.place].fields
    return is_only_here and other.best == field and CLEAR <= named < min(better, _NAMED_WELL)


def _best(case: Case, taken: frozenset[str] | set[str]) -> tuple[float, str]:
    free = {field: strength for field, strength in case.total.items() if field not in taken}
    field = max(free, key=lambda name: free[name], default="")
    return (free[field], field) if field else (0.0, "")


def _column(
    case: Case, field: str, strength: float, taken: set[str], words: Vocabulary, named: set[str]
) -> Column:
    """Decide one column. `named` are the fields that headings of other columns name."""
    ranked = sorted((f for f in case.total if f not in taken), key=case.strength, reverse=True)
    own = [f for f in ranked if case.strength(f) >= LIKELY or case.by_heading.get(f, 0) >= CLEAR]
    proposals = tuple(f for f in own if not f.startswith("-"))[:MOST_PROPOSALS]
    is_to_be_signed = field in CONSENT and case.cells and not any(case.cells)
    if strength < LIKELY or field.startswith("-") or is_to_be_signed:
        reason = Reason.PASSED_OVER if strength >= LIKELY else None
        return Column(case.place, case.heading, reason=reason, proposals=proposals)
    fields = _together(case, field, words, named)
    # A yes and its day are read alike, as are a product and a further product.
    same = {*fields, *next((alike for alike in _READ_ALIKE if field in alike), ())}
    second = max((case.strength(f) for f in ranked if f not in same), default=0.0)
    confidence = _confidence(case, field, strength, second, words)
    return Column(case.place, case.heading, fields, confidence, _reason(case, field), proposals)


def _together(case: Case, field: str, words: Vocabulary, named: set[str]) -> tuple[str, ...]:
    """Give a column two fields if its heading names both.

    `Nama Pengrajin / IKM` beside `Nama Usaha` has one field, unless its cells have two parts.
    """
    pair = case.parts[:2]
    if field not in pair or pair not in words.together:
        return (field,)
    is_free = named.isdisjoint({*pair} - {field}) and not _NAMES.issuperset(pair)
    return pair if is_free or case.is_parted else (field,)


def _confidence(case: Case, field: str, strength: float, second: float, words: Vocabulary) -> float:
    if strength < LIKELY or _is_doubtful(case, field, words):
        return _DOUBTED
    if case.by_heading.get(field, 0.0) < CLEAR and not case.heading.text:
        return _UNNAMED  # no heading at all: always asked
    enough = min(strength / _ENOUGH, 1.0)
    apart = min((strength - second) / _MARGIN, 1.0)
    return round(0.5 * enough + 0.5 * apart, 2)


def _is_doubtful(case: Case, field: str, words: Vocabulary) -> bool:
    if field in CONSENT:  # `Bersedia direlokasi?`, `Izin`: nobody knows to what
        plain = meaning_of(Heading(case.heading.shown.translate(_PLAIN)), words).scores
        strengths = [says.get(each, 0.0) for says in (plain, case.by_heading) for each in CONSENT]
        unclear = max(strengths) < _WILLING
    elif field in _MONEY:  # `Omset Sesasi (ewu)`: an unknown word may be a unit or a period
        unclear = case.has_stranger or case.counts_goods or case.is_unclear
    else:  # `Kapasitas per tahun / per bulan`: twelve times too much, or too little
        unclear = field == "capacity" and case.is_unclear
    return unclear or case.by_cells.get(field, 0.0) <= CONTRADICTED


def _reason(case: Case, field: str) -> Reason:
    by_heading, by_cells = case.by_heading.get(field, 0) >= CLEAR, case.by_cells.get(field, 0) > 0
    if by_heading and by_cells:
        return Reason.BOTH
    return Reason.HEADING if by_heading else Reason.CELLS


def _in_place_of_product(columns: tuple[Column, ...], words: Vocabulary) -> tuple[Column, ...]:
    """Use the commodity or the kind of business as product if no column has products."""
    fields = {field: column for column in columns for field in column.fields}
    if "product" in fields:
        return columns
    fields = {f: column for f, column in fields.items() if column.reason is not Reason.ANSWERED}
    for field in words.instead_of_product:
        if column := fields.get(field):
            new = tuple("product" if f == field else f for f in column.fields)
            return tuple(replace(c, fields=new) if c is column else c for c in columns)
    return columns
