"""Rows that a table itself does not propose: examples, rejected and reserve ones."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from shared.tables.understanding.decision import Column
from shared.tables.understanding.headings import plain, words_in
from shared.tables.understanding.tables import Table
from shared.tables.understanding.vocabulary import Vocabulary

_LONGEST, _LONGEST_TITLE = 120, 60
_CLAUSES = re.compile(r"[,;:.(/\n]|\s-\s|\b(?:karena|krn|sebab)\b")
_BRACKETS = re.compile(r"\([^)]*\)?")
_ENUMERATOR = re.compile(r"\s*(?:[a-z]|[ivx]{1,4}|[0-9]{1,2})[.)]\s+")
_WORD = re.compile("[a-z]+")
_LEGEND = re.compile(r"([a-z]+)\s?=\s?([^;,=]+)(?=[;,]|$)")
"""`Utama = diusulkan; Mundur = tidak jadi`: what the marks of a letter mean."""
_REMARKS = frozenset({"note", "reason", "business_name"})
"""Columns whose cells may refuse their row: `Contoh: UD Maju` names no business."""
_MOST_EXAMPLES = 5
_REMEMBERED = 2_000


class Refusals:
    """The titles, verdicts and remarks of one table that refuse its rows."""

    def __init__(self, table: Table, columns: Sequence[Column], words: Vocabulary) -> None:
        self._words, self._title = words, ""
        self._repeated, self._examples = table.repeated, _examples_in(table.sample)
        self._marks = _marks(words)
        stated = "; ".join(map(plain, (*table.before, *table.below)))
        self._meanings = dict(_LEGEND.findall(stated))
        judged = (column for column in columns if _REMARKS.issuperset(column.fields))
        self._judged = [(column.place, _verdict(column, words)) for column in judged]
        self._judged = [(p, v) for p, v in self._judged if columns[p].fields or v is not None]
        for title in table.before:
            self.read_title(title)
        self._left = self._examples if self._is_of_examples() else 0
        self._sheet = table.kind if table.is_sheet and self._refuses_all(table.kind) else ""

    @property
    def refuses_all(self) -> bool:
        """True if the sheet or the title refuses all rows that follow."""
        return bool(self._sheet or (self._title and not self._left))

    def read_title(self, text: str) -> None:
        """A title counts for all rows below it, up to a title of businesses that are proposed."""
        if len(_BRACKETS.sub("", text)) > _LONGEST_TITLE or ":" in text.strip(" :"):
            return  # `Catatan: ...` is no title
        if self._refuses_all(text):
            self._title = text
        elif not self._words.not_proposed["proposed"].isdisjoint(_WORD.findall(plain(text))):
            self._title = ""

    def pass_over(self, cells: Sequence[str]) -> None:
        """Read a line among the rows. `Contoh` there is the title of a row or two.

        Headings that stand again end the examples below `Contoh`.
        """
        if tuple(cells) not in self._repeated:
            self.read_title(" ".join(filter(None, cells)))
            self._left = (self._examples or 1) if self._is_of_examples() else 0
        elif self._is_of_examples():
            self._title = ""

    def _is_of_examples(self) -> bool:
        return self._telling_of(self._title) in self._words.not_proposed["examples"]

    def _telling_of(self, title: str) -> str:
        bare = _BRACKETS.sub(" ", title).strip() or title
        return _telling(_ENUMERATOR.sub("", plain(bare), count=1), self._words)

    def _refuses_all(self, title: str) -> bool:
        """`Contoh pengisian` alone; `UMKM Kec. Sumbul yang tidak lolos` also among other words."""
        text = self._telling_of(title)
        phrases = self._words.not_proposed["phrases"]
        return text in phrases or any(" " in p and f" {p} " in f" {text} " for p in phrases)

    def refusal(self, cells: Sequence[str]) -> str:
        """The title or the cell that refuses a row; empty for nearly all rows."""
        refusal = self._sheet or self._title or next(self._verdicts(cells), "")
        if self._left:
            self._left -= 1
            self._title = self._title if self._left else ""
        return refusal

    def _verdicts(self, cells: Sequence[str]) -> Iterator[str]:
        for place, verdict in self._judged:
            cell = cells[place] if place < len(cells) else ""
            text = self._meaning(cell) if self._meanings else cell
            if not self._marks.search(text.lower()):
                continue  # nearly all cells
            if refuses(text[:_LONGEST], verdict, self._words):
                yield cell

    def _meaning(self, cell: str) -> str:
        """What the letter says of its own mark. `Cadangan` stays one if it waits for a year."""
        meaning, known = self._meanings.get(plain(cell).strip(" ."), cell), self._words.not_proposed
        return meaning if known["later"].isdisjoint(_WORD.findall(meaning)) else cell


def _examples_in(sample: Sequence[Sequence[str]]) -> int:
    """The number of rows before the numbers begin again; 0 if they do not."""
    first = [row[0].strip(" .") if row else "" for row in sample[: _MOST_EXAMPLES + 1]]
    return next((place for place, cell in enumerate(first) if place and cell == "1"), 0)


def proposes(table: Table, words: Vocabulary) -> bool:
    """False for a table whose title or sheet refuses all its rows: nothing is asked about it."""
    refusals = Refusals(table, (), words)
    for title in table.below:
        if refusals.refuses_all:
            refusals.read_title(title)
    return not refusals.refuses_all


def _marks(words: Vocabulary) -> re.Pattern[str]:
    """Matches what may refuse a row, in lower case: nearly all cells have no such word.

    Without word breaks, because a pattern of plain words is found several times as fast.
    """
    known = words.not_proposed
    first = {phrase.split()[0] for phrase in known["phrases"]} | known["not"] | known["no"]
    return re.compile("|".join(map(re.escape, sorted(first))))


def _verdict(column: Column, words: Vocabulary) -> bool | None:
    """Whether a heading asks for yes or no (`Lolos?`); None if it names something else."""
    named, known = words_in(column.heading.shown, words), words.not_proposed
    telling = [word for word in named if word not in words.ignored]
    is_of_rows = (known["verdicts"] | known["proposed"]).issuperset(telling)
    if not is_of_rows or (named and not telling):
        return None
    return not known["proposed"].isdisjoint(telling)


@lru_cache(_REMEMBERED)
def refuses(cell: str, verdict: bool | None, words: Vocabulary) -> bool:
    """`Ditolak tim` is a verdict. A remark must say it alone: `tidak layak, berkas kurang`."""
    known = words.not_proposed
    if verdict and plain(cell).strip(" .") in known["no"]:
        return True
    text = next(filter(None, (_telling(part, words) for part in _CLAUSES.split(plain(cell)))), "")
    begins = verdict is not None and any(f"{text} ".startswith(f"{p} ") for p in known["phrases"])
    return begins or text in known["phrases"]


def _telling(text: str, words: Vocabulary) -> str:
    """The words without those that add nothing: `UMKM yang tidak lolos verifikasi 2026`."""
    known = words.not_proposed
    spelt = ["tidak" if word in known["not"] else word for word in _WORD.findall(text)]
    if not known["unless"].isdisjoint(spelt):
        return ""
    return " ".join(word for word in spelt if word not in known["beside"])
