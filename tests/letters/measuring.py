"""How well letters are read that were written from the domain alone: compared field by field."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from services.intake.files.child import frames
from services.intake.files.errand import Errand

ARRIVED_ON = date(2026, 12, 20)
LINES_APART = 10_000_000
MOST_ASKED = 4


@dataclass
class Measured:
    """What became of one letter."""

    file: str
    unreadable: str | None = None
    asked: list[str] = field(default_factory=list)
    """Columns that were asked about."""
    asked_consent: bool = False
    good: int = 0
    taken: int = 0
    lost: list[str] = field(default_factory=list)
    bad_taken: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Stored fields that differ from what a careful officer would enter."""
    beyond: Counter[str] = field(default_factory=Counter)
    """Stored fields that the officer would not have entered."""
    unread: Counter[str] = field(default_factory=Counter)
    """Fields that the officer would have entered and that were not stored."""


def measure(path: Path) -> Measured:
    truth = json.loads(path.read_text(encoding="utf-8"))
    result = Measured(truth["file"])
    letter = path.parent / truth["file"]
    errand = Errand(district=truth["district"], arrived_on=ARRIVED_ON)
    heard = _Heard(letter, errand)
    if not heard.unreadable:
        result.asked = [f"{c['sheet']}!{c['column']} {c.get('heading')}" for c in heard.open]
        result.asked_consent = not heard.head["has_consent"]
        if result.asked or result.asked_consent:
            heard = _Heard(letter, _answered(errand, heard, truth))
    result.unreadable = heard.unreadable
    _compare(result, truth, heard)
    return result


class _Heard:
    def __init__(self, letter: Path, errand: Errand) -> None:
        self.head: dict[str, Any] = {"tables": [], "has_consent": True}
        self.rows: dict[tuple[str, int], Any] = {}
        self.unreadable: str | None = None
        for frame in frames(letter, errand):
            self.head = frame.get("head", self.head)
            if "unreadable" in frame:
                self.unreadable = f"{frame['unreadable']} {frame.get('details')}"
            for row in frame.get("rows", ()):
                number, line = divmod(row["line"], LINES_APART)
                self.rows[self.head["tables"][number]["sheet"], line] = row

    def row_at(self, sheet: str, line: int) -> Any:
        """A web page has one table whose name nobody sees."""
        alone = len(self.head["tables"]) == 1 and self.head["tables"][0]["sheet"]
        return (
            self.rows.get((sheet, line))
            or self.rows.get(("", line))
            or self.rows.get((alone, line))
        )

    @property
    def open(self) -> list[dict[str, Any]]:
        return [c for t in self.head["tables"] for c in t["columns"] if c.get("open")]


def _answered(errand: Errand, heard: _Heard, truth: Any) -> Errand:
    """As the careful officer would answer."""
    answers = {}
    for table in heard.head["tables"]:
        if any(c.get("open") for c in table["columns"]):
            fields = {}
            for place, column in enumerate(table["columns"]):
                fields[place] = list(column.get("fields", ()))
                if column.get("open"):
                    fields[place] = _truly(truth, table["sheet"], place)
            answers[table["fingerprint"]] = fields
    consent_on = truth["consent"].get("declared_on") if not heard.head["has_consent"] else None
    return errand.model_copy(
        update={
            "answers": answers,
            "declared_consent_on": date.fromisoformat(consent_on) if consent_on else None,
        }
    )


def _truly(truth: Any, sheet: str, place: int) -> list[str]:
    for column in truth["columns"]:
        if column["column"] == place + 1 and (column.get("sheet") or "") in {sheet, ""}:
            named = column["field"] if isinstance(column["field"], list) else [column["field"]]
            known = (str(name) for name in named if name not in {"ignored", "number"})
            return [_FIELDS.get(name, name) for name in known]
    return []


_FIELDS = {"products": "product", "hs6": "hs"}


def _compare(result: Measured, truth: Any, heard: _Heard) -> None:
    known = set()
    for row in truth["rows"]:
        place = (row.get("sheet") or "", row["line"])
        known.add(place)
        was = heard.row_at(*place)
        taken = was.get("found") if was else None
        where = f"{result.file} {place[0]}:{place[1]}"
        if not row["good"]:
            if taken and not row["why"].startswith("duplicate"):
                result.bad_taken.append(f"{where} {row['why']}")
            continue
        result.good += 1
        if not taken:
            codes = [p[:2] for p in was["problems"]] if was else "no row"
            result.lost.append(f"{where} {codes}")
            continue
        result.taken += 1
        _compare_values(result, where, row["values"], orjson.loads(orjson.dumps(taken)))
    for place, row in heard.rows.items():
        if "found" in row and place not in known and ("", place[1]) not in known:
            result.bad_taken.append(f"{result.file} {place[0]}:{place[1]} is no row")


def _compare_values(result: Measured, where: str, values: Any, stored: Any) -> None:
    products = stored["products"]
    flat = {key: value for key, value in stored.items() if key not in {"products", "district"}}
    flat["products"] = [product["name"] for product in products]
    for key in ("capacity", "unit"):
        flat[key] = products[0].get(key)
    flat["certificates"] = list(products[0].get("certificates", ()))
    for key, value in flat.items():
        if value in (None, [], ()):
            if values.get(key) not in (None, [], ""):
                result.unread[key] += 1
        elif key in _NOT_COMPARED:
            continue
        elif values.get(key) in (None, [], ""):
            result.beyond[key] += 1
        elif not _same(key, value, values[key]):
            result.wrong.append(f"{where} {key}: {value!r} instead of {values[key]!r}")
    for key in values.keys() - flat.keys() - {"hs6", "hs6_fitting", "consent_on", "certificates"}:
        if values[key] not in (None, [], ""):
            result.unread[key] += 1
    _compare_codes(result, where, values, products)


_NOT_COMPARED = {"consent_basis", "consent_on", "kbli_version"}


def _compare_codes(result: Measured, where: str, values: Any, products: Any) -> None:
    fitting = values.get("hs6") or values.get("hs6_fitting") or []
    code = products[0].get("hs6")
    if code and code not in fitting:
        result.wrong.append(f"{where} hs6: {products[0]['name']!r} is {code}, not {fitting}")
    if not code and values.get("hs6"):
        result.unread["hs6"] += 1


def _same(key: str, stored: Any, meant: Any) -> bool:
    if key in {"capacity", "yearly_sales", "capital"}:
        return abs(float(stored) - float(meant)) <= 0.01 * max(abs(float(meant)), 1)
    if isinstance(stored, list) or isinstance(meant, list):
        return _words(stored) == _words(meant)
    if key == "note":
        return _plain(meant) in _plain(stored)
    return _plain(stored) == _plain(meant)


def _words(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return sorted(_plain(each) for each in values)


def _plain(value: Any) -> str:
    return "".join(c for c in str(value).lower() if c.isalnum())


@dataclass(frozen=True)
class Total:
    """Over a set of letters."""

    letters: tuple[Measured, ...]

    def figures(self) -> Mapping[str, Any]:
        read = [each for each in self.letters if not each.unreadable]
        silent = [each for each in read if not each.asked and not each.asked_consent]
        one = [each for each in read if len(each.asked) <= MOST_ASKED]
        good = sum(each.good for each in self.letters)
        return {
            "letters": len(self.letters),
            "read": len(read),
            "read_without_a_question": len(silent),
            "columns_without_a_question": sum(not each.asked for each in read),
            "read_with_one_question_of_four_columns": len(one),
            "good_rows": good,
            "good_rows_taken": sum(each.taken for each in self.letters),
            "bad_rows_taken": sum(len(each.bad_taken) for each in self.letters),
            "wrong_values": sum(len(each.wrong) for each in self.letters),
        }


def letters_in(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("[0-9][0-9].json"))


def measure_all(folder: Path) -> Total:
    return Total(tuple(measure(path) for path in letters_in(folder)))
