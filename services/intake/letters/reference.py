"""The tables that letters are checked against, each loaded once from `services/intake/data`."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import TypeAdapter

from shared.contracts.intake import SizeClass
from shared.province.serving import kept_for_each_province, province
from shared.tables.addresses import KnownPlaces
from shared.tables.spelling import normalised, one_word

_DATA = Path(__file__).parent.parent / "data"


class Commodity(NamedTuple):
    name: str
    group: str


class SizeLimit(NamedTuple):
    """Inclusive at the top ("paling banyak", PP 7/2021 article 35)."""

    name: SizeClass
    capital_up_to: int
    sales_up_to: int


class SentencePair(NamedTuple):
    indonesian: str
    english: str


class LetterWords(NamedTuple):
    """What districts write into cells, lower case."""

    empty: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    absent: frozenset[str]
    """First words of what stands for a number that is not there yet."""
    unknown: frozenset[str]
    unusual: frozenset[str]
    """What people type who test a form; it may be a name all the same."""
    pending: frozenset[str]
    negations: frozenset[str]
    doubts: frozenset[str]
    others: frozenset[str]
    before_dates: frozenset[str]
    subjects: frozenset[str]
    half_yes: frozenset[str]
    agreeing: frozenset[str]
    phone_labels: frozenset[str]
    sizes: Mapping[str, str]
    people: Mapping[str, str]
    scales: Mapping[str, int]
    certificates: Mapping[str, str]
    """As they are told, by the word in a heading."""
    periods: Mapping[str, int]
    objecting: frozenset[str]
    taking_back: frozenset[str]
    taking_back_if_own: frozenset[str]
    own: frozenset[str]
    same_as_above: frozenset[str]
    """Marks of repetition, as they are typed."""
    places: Mapping[str, str]
    streets: frozenset[str]
    hamlets: frozenset[str]
    streets_and_villages: frozenset[str]


class CommodityWords(NamedTuple):
    """`commodities.yaml`, where the meaning of its parts is written."""

    same: Mapping[str, str]
    joined: Mapping[str, str]
    plain: frozenset[str]
    made: frozenset[str]
    others: frozenset[str]
    heads: frozenset[str]
    flavours: frozenset[str]
    modifiers: frozenset[str]
    and_so_on: frozenset[str]
    commodities: Mapping[str, Mapping[str, Sequence[str]]]
    kbli: Mapping[str, Sequence[str]]


def size_by(sales: int | None, capital: int | None) -> SizeClass | None:
    """By sales, else by capital (PP 7/2021, article 35); None beyond a medium business."""
    for limit in size_limits():
        if sales is not None and sales <= limit.sales_up_to:
            return limit.name
        if sales is None and capital is not None and capital <= limit.capital_up_to:
            return limit.name
    return None


@cache
def commodities() -> Mapping[str, Commodity]:
    """By HS6 code."""
    rows = _rows("hs_commodities.csv")
    return {row["hs6"]: Commodity(row["komoditas"], row["kelompok"]) for row in rows}


@kept_for_each_province()
def district_spellings() -> Mapping[str, str]:
    """Codes by what a cell may say, if it means one district. Four digits may mean two."""
    meant: dict[str, set[str]] = {}
    for district in province().districts:
        name, short = normalised(district.name), normalised(district.short_name)
        spellings = [district.code, name, short, name.replace("kabupaten", "kab")]
        for each in district.also_called:
            spellings += each, f"kab {each}", f"kabupaten {each}", f"kota {each}"
        for spelling in spellings:
            meant.setdefault(spelling, set()).add(district.code)
    return {spelling: codes.pop() for spelling, codes in meant.items() if len(codes) == 1}


def meanings_in_words(code: str) -> str | None:
    """`1201 = Kabupaten Tapanuli Tengah (12.01, Kemendagri), Kabupaten Nias (12.04, BPS)`."""
    names = province().names
    meant = sorted(province().meanings.get(code, {}).items(), reverse=True)
    meanings = ", ".join(f"{names[district]} ({district}, {who})" for who, district in meant)
    return f"{code} = {meanings}" if meanings else None


@cache
def size_limits() -> tuple[SizeLimit, ...]:
    """Smallest class first."""
    classes = table_of("size_classes.yaml")["classes"]
    return TypeAdapter(tuple[SizeLimit, ...]).validate_python(classes)


@cache
def sentences() -> Mapping[str, SentencePair]:
    """By the code of the problem."""
    problems = table_of("problems.yaml").items()
    return {code: SentencePair(problem["id"], problem["en"]) for code, problem in problems}


def message(code: str) -> dict[str, str]:
    """The code with its sentences, as models name them."""
    sentence = sentences()[code]
    return {"code": code, "message_id": sentence.indonesian, "message_en": sentence.english}


def heading_of(field: str) -> str:
    """As our own template heads the column."""
    return _headings_offered().get(field, field)


@cache
def _headings_offered() -> Mapping[str, str]:
    offered = {row["field"]: row["heading"] for row in table_of("template.yaml")}
    return {**offered, **table_of("field_names.yaml")}


@cache
def _fields_by_heading() -> Mapping[str, str]:
    return {normalised(heading): field for field, heading in _headings_offered().items()}


def field_named(name: str) -> str:
    """`Nama Usaha` is business_name; what nobody knows stays as it is."""
    return _fields_by_heading().get(normalised(name), name)


def named(fields: Iterable[str]) -> str:
    """For people of both languages: `Nama Pemilik (owner_name), NIK (nik)`."""
    return ", ".join(f"{heading_of(field)} ({field})" for field in fields)


@cache
def words() -> LetterWords:
    return TypeAdapter(LetterWords).validate_python(table_of("cells.yaml"))


@cache
def commodity_words() -> CommodityWords:
    return TypeAdapter(CommodityWords).validate_python(table_of("commodities.yaml"))


@kept_for_each_province()
def known_places(district: str = "") -> KnownPlaces:
    """`district` is the one that sends the letter."""
    own = [each for each in province().subdistricts if each.code.startswith(f"{district}.")]
    names = {one_word(name): each.name for each in own for name in (each.name, *each.also_called)}
    streets = (words().streets, words().streets_and_villages)
    return KnownPlaces(words().places, *streets, district_spellings(), district, names)


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table_of(name: str) -> Any:
    """A table of `services/intake/data` as it is written."""
    # The parser in C: a child process reads all tables before its first row.
    return yaml.load((_DATA / name).read_text(encoding="utf-8"), yaml.CSafeLoader)
