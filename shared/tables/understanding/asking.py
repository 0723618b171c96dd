"""Chooses the columns that the sender is asked about, with proposals."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from shared.tables.understanding.cases import Case
from shared.tables.understanding.decision import Column, Decision
from shared.tables.understanding.headings import CLEAR
from shared.tables.understanding.vocabulary import Vocabulary

ONE_ALONE = frozenset({"business_name", "owner_name", "product", "nik", "nib"})
_WHETHER = frozenset(
    {"nik", "nib", "npwp", "pirt", "export_experience", "brand", "email", "online"}
)
"""`NIB (Ada/Tidak)` asks whether there is one, `Pernah ekspor?` whether they did."""
CONSENT = frozenset({"consent", "consent_on"})
CONTRADICTED, LIKELY = -3.0, 2.0
MOST_PROPOSALS = 4
_POINTS = 2.0
_TWO_OF_THREE = 2


def decision_of(
    columns: tuple[Column, ...],
    cases: Sequence[Case],
    words: Vocabulary,
    contradicted: AbstractSet[int],
    *,
    answered: bool,
) -> Decision:
    known = {field for c in columns if c.is_sure or answered for field in c.fields}
    needed = {field for field in words.required if field not in known}
    missing = tuple(f for f in words.required if not any(f in c.fields for c in columns))
    doubtful = {*_doubtful(columns, cases, needed, missing, words), *contradicted}
    open_places = (
        () if answered else tuple(place for place in sorted(doubtful) if place < len(cases))
    )
    kept = tuple(
        _proposing(column, cases[column.place], missing)
        if column.place in open_places
        else column
        if answered or column.is_sure
        else replace(column, fields=())
        for column in columns
    )
    return Decision(_confirmable(kept, open_places, missing, words), open_places, missing)


def _confirmable(
    columns: tuple[Column, ...],
    open_places: Sequence[int],
    missing: Sequence[str],
    words: Vocabulary,
) -> tuple[Column, ...]:
    """The sender can confirm the first proposals of the open columns together, as they stand."""
    taken = {field for c in columns if c.place not in open_places for field in c.fields}
    pairs = sorted(
        (field not in missing, rank, len(columns[place].proposals), place, field)
        for place in open_places
        for rank, field in enumerate(columns[place].proposals)
    )
    first: dict[int, str] = {}
    for *_, place, field in pairs:
        if place not in first and field not in taken - words.may_have_several:
            first[place] = field
            taken.add(field)
    return tuple(
        replace(c, proposals=tuple(dict.fromkeys((first[c.place], *c.proposals))))
        if c.place in first
        else replace(c, proposals=())
        if c.place in open_places
        else c
        for c in columns
    )


def _proposing(column: Column, case: Case, missing: Sequence[str]) -> Column:
    """Propose confirmed fields of other districts and missing ones, unless the cells contradict."""

    def fitting(fields: Iterable[str]) -> list[str]:
        return [field for field in fields if case.by_cells.get(field, 0) > CONTRADICTED]

    # Numbers of rows are neither products nor names.
    possible = () if case.best == "-number" else fitting(missing)
    proposals = dict.fromkeys([*fitting(case.hints), *column.proposals, *possible])
    # Nobody consents by a yes to another question, so cells alone propose no consent.
    by_cells_alone = CONSENT if case.by_heading.get("consent", 0) <= 0 else frozenset()
    kept = tuple(field for field in proposals if field not in by_cells_alone)
    return replace(column, proposals=kept[:MOST_PROPOSALS])


def _doubtful(
    columns: Sequence[Column],
    cases: Sequence[Case],
    needed: set[str],
    missing: Sequence[str],
    words: Vocabulary,
) -> Iterable[int]:
    """Unclear columns that may hold a needed field or the consent."""
    has_consent = any(not CONSENT.isdisjoint(column.fields) for column in columns)
    yield from _unread(columns, cases, missing) or _hinting(cases, missing, words)
    for column in columns:
        if not (has_consent or column.fields) and _answers(cases[column.place]):
            yield column.place
        asked_for = needed.union(CONSENT) & {*column.fields}
        is_rival = column.proposals[:1] and column.proposals[0] in ONE_ALONE
        might_be = _might_be(cases[column.place], missing)
        if not column.is_sure and (asked_for or might_be or (is_rival and column.confidence)):
            yield column.place


def _unread(columns: Sequence[Column], cases: Sequence[Case], missing: Sequence[str]) -> list[int]:
    """Columns that are not read, and whose cells fit what is missing: `Nama Mitra Binaan`."""
    unread = [column.place for column in columns if not column.fields]
    return [p for p in unread if any(cases[p].strength(field) >= LIKELY for field in missing)]


def _hinting(cases: Sequence[Case], missing: Sequence[str], words: Vocabulary) -> list[int]:
    """Columns whose headings hint at what is missing, or whose cells may hold it as a second part.

    `Nama Produk/Usaha` without another business, `Nama Sipeuteum / Usaha` without an owner.
    """
    return [
        case.place
        for case in cases
        for field in missing
        if case.by_cells.get(field, 0) > CONTRADICTED
        and (case.by_heading.get(field, 0) >= _POINTS or _may_hold_both(case, field, words))
    ]


def _may_hold_both(case: Case, field: str, words: Vocabulary) -> bool:
    is_pair = not words.together.isdisjoint({(case.best, field), (field, case.best)})
    return is_pair and case.has_stranger and case.is_parted


def _answers(case: Case) -> bool:
    """True if yes and no stand below an unclear heading: they may be the consent."""
    is_known = any(
        strength >= CLEAR and (name in _WHETHER or case.by_cells.get(name, 0) > CONTRADICTED)
        for name, strength in case.by_heading.items()
    )
    is_unknown = not is_known or case.by_heading.get("consent", 0) > 0
    return is_unknown and case.by_cells.get("consent", 0) >= LIKELY


def _might_be(case: Case, missing: Sequence[str]) -> bool:
    """True if the column may hold a missing field: two of heading, cells and meaning allow it."""
    is_other = any(n.startswith("-") and s >= CLEAR for n, s in case.total.items())
    return any(case.cells) and any(
        (case.by_heading.get(field, 0) >= CLEAR)
        + (case.by_cells.get(field, 0) > CONTRADICTED)
        + (not is_other)
        >= _TWO_OF_THREE
        for field in missing
    )
