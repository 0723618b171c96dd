"""python -m tests.letters.measuring FOLDER: how well its letters are read, field by field."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from pydantic import SecretStr

from services.intake.letters.errand import Errand
from services.intake.model.identities import identity_keys
from services.intake.model.recommendation import Recommendation
from services.intake.rules.identities import Known
from shared.province.serving import serving
from tests.letters.comparing import beyond, unread, wrong_values
from tests.letters.sending import (
    Heard,
    answered,
    columns_asked_about,
    fields_named,
    heard,
    names_sheets,
    truth_of,
)
from tests.support.provinces import SUMUT

ARRIVED_ON = date(2026, 12, 20)
MOST_ASKED = 4
_A_KEY = SecretStr("a key of the tests")
_SAME_AS = {
    **dict.fromkeys(("product", "further_product"), "products"),
    "hs": "hs6",
    "consent": "consent_on",
}
_OF_NO_ROW = frozenset({"commodity", "business_type", "district", "kbli_version", "licences"})
"""Fields that help to read a row and end in none of its values."""


@dataclass
class Measured:
    """What became of one letter; each fault as a person reads it."""

    file: str
    unreadable: str | None = None
    asked: list[str] = field(default_factory=list)
    """Columns that were asked about."""
    asked_consent: bool = False
    is_declared: bool = False
    """One sentence of the letter speaks for all owners; the sender declares it with the letter."""
    good: int = 0
    taken: int = 0
    lost: list[str] = field(default_factory=list)
    bad_taken: list[str] = field(default_factory=list)
    misread: list[str] = field(default_factory=list)
    """Columns that were taken for something else; a fault only where a value was stored."""
    wrong: list[str] = field(default_factory=list)
    """Stored values that the officer would not have entered there."""
    beyond: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)

    @property
    def needs_no_question(self) -> bool:
        return not (self.unreadable or self.asked or (self.asked_consent and not self.is_declared))

    @property
    def needs_one_question(self) -> bool:
        return not self.unreadable and len(self.asked) <= MOST_ASKED

    def faults(self) -> Iterator[str]:
        if self.unreadable:
            yield f"{self.file} unreadable: {self.unreadable}"
        for kind in ("asked", "misread"):
            yield from (f"{self.file} {kind}: {fault}" for fault in getattr(self, kind))
        for kind in ("lost", "bad_taken", "wrong"):
            yield from (f"{self.file} {kind} {fault}" for fault in getattr(self, kind))


def measure(path: Path) -> Measured:
    """Send the letter, answer what is asked as a careful officer would, and compare the rows."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    letter = path.parent / truth["file"]
    result = Measured(truth["file"], is_declared=truth["consent"]["kind"] == "declared")
    errand = Errand(district=truth["district"], arrived_on=ARRIVED_ON)
    with serving(SUMUT):
        answer = _answer(result, letter, errand, truth)
    result.unreadable = answer.unreadable or ("asked twice" if answer.is_open else None)
    _Comparison(result, truth, answer).run()
    return result


def _answer(result: Measured, letter: Path, errand: Errand, truth: Any) -> Heard:
    has_sheets = names_sheets(truth)
    answer = heard(letter, errand, has_sheets=has_sheets)
    if not answer.unreadable:
        result.asked = columns_asked_about(answer)
        result.asked_consent = not answer.has_consent
        if result.asked or result.asked_consent:
            answer = heard(letter, answered(errand, answer, truth), has_sheets=has_sheets)
    return answer


def _misread(truth: Any, answer: Heard) -> Iterator[tuple[str, str]]:
    """Field and heading of each column whose author says that it holds something else."""
    for table in answer.tables:
        for place, column in enumerate(table["columns"]):
            meant = fields_named(truth_of(truth, table["sheet"], place))
            for name in column.get("fields", ()):
                if _SAME_AS.get(name, name) not in meant and name not in _OF_NO_ROW:
                    yield _SAME_AS.get(name, name), f"{column['heading']!r} as {name}"


class _Comparison:
    """Of the rows of one letter."""

    def __init__(self, result: Measured, truth: Any, answer: Heard) -> None:
        self._result, self._answer = result, answer
        self._rows = {(row.get("sheet") or "", row["line"]): row for row in truth["rows"]}
        kind, on = truth["consent"]["kind"], truth["consent"].get("declared_on")
        self._consent = {} if kind == "column" else {"consent_on": on}
        misread = list(_misread(truth, answer))
        self._misread = frozenset(name for name, _ in misread)
        result.misread = list(dict.fromkeys(shown for _, shown in misread))
        self._known = Known()

    def run(self) -> None:
        for place, row in sorted(self._rows.items()):
            self._compare(f"{place[0]}:{place[1]}", row, self._answer.rows.get(place))
        for place, was in self._answer.rows.items():
            if "taken" in was and place not in self._rows:
                self._result.bad_taken.append(f"{place[0]}:{place[1]} is no row")

    def _compare(self, where: str, row: Any, was: Any) -> None:
        result = self._result
        stored = orjson.loads(orjson.dumps(was["taken"])) if was and "taken" in was else {}
        is_new = bool(stored) and self._is_new(stored)
        if not row["good"]:
            if is_new:
                result.bad_taken.append(f"{where} {row['why']}")
            return
        result.good += 1
        if not is_new:
            problems = "another row is of the same business" if stored else "there is no row"
            shown = [problem[:2] for problem in was["problems"]] if was and not stored else problems
            result.lost.append(f"{where} {shown}")
            return
        result.taken += 1
        values = self._consent | row["values"]
        result.wrong += [f"{where} {v}" for v in wrong_values(stored, values, self._misread)]
        result.beyond.update(beyond(stored, values))
        result.unread.update(unread(stored, values))

    def _is_new(self, stored: Any) -> bool:
        """The second row of a business is recognised, and not taken for another one."""
        recommendation = Recommendation.model_validate(stored)
        return self._known.recognise(identity_keys(recommendation, _A_KEY)).is_new


@dataclass(frozen=True)
class Total:
    """Over a set of letters."""

    letters: tuple[Measured, ...]

    def figures(self) -> Mapping[str, int]:
        letters = self.letters
        return {
            "letters": len(letters),
            "read": sum(not each.unreadable for each in letters),
            "read_without_a_question": sum(each.needs_no_question for each in letters),
            "nothing_asked_or_declared": sum(
                each.needs_no_question and not each.asked_consent for each in letters
            ),
            "no_column_asked_about": sum(not (e.unreadable or e.asked) for e in letters),
            "read_with_one_question": sum(each.needs_one_question for each in letters),
            "good_rows": sum(each.good for each in letters),
            "good_rows_taken": sum(each.taken for each in letters),
            "bad_rows_taken": sum(len(each.bad_taken) for each in letters),
            "wrong_values": sum(len(each.wrong) for each in letters),
        }

    def faults(self) -> list[str]:
        return [fault for letter in self.letters for fault in letter.faults()]


def measure_all(folder: Path) -> Total:
    return Total(tuple(measure(path) for path in sorted(folder.glob("[0-9]*.json"))))


def main() -> None:
    total = measure_all(Path(sys.argv[1]))
    counts = {name: Counter[str]() for name in ("beyond", "unread")}
    for letter in total.letters:
        for name, count in counts.items():
            count.update(getattr(letter, name))
    figures = json.dumps({**total.figures(), **counts}, indent=2)
    sys.stdout.write("\n".join([*total.faults(), figures]) + "\n")


if __name__ == "__main__":
    main()
