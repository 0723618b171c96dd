"""The words and mixes that letters are put together from, read once from `story/data`."""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict

from shared.province import PackError
from shared.province.settings import chosen_province

_DATA = Path(__file__).parent.parent / "data"


class SampleDistrict(NamedTuple):
    code: str
    name: str
    short_name: str
    capital: str
    peoples: Mapping[str, int]
    kecamatan: tuple[str, ...]
    groups: Mapping[str, int]

    def file_name(self, ending: str) -> str:
        """Such as `surat-12.01-tapanuli-tengah.csv`."""
        return f"surat-{self.code}-{self.short_name.lower().replace(' ', '-')}.{ending}"


class PersonNames(NamedTuple):
    women: tuple[str, ...]
    men: tuple[str, ...]
    family: tuple[str, ...]


class Ware(NamedTuple):
    """What is made under one HS code."""

    hs6: str
    commodity: str
    group: str
    names: tuple[str, ...]
    clear: tuple[str, ...]
    """Names that tell the code by themselves."""
    business: tuple[str, ...]
    unit: str
    sizes: tuple[int, ...]


class Form(BaseModel):
    """How one office draws its table; what the fields mean stands in `forms.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: tuple[str, ...]
    sales: str
    dates: str
    hs: str = ""
    titles: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    style: str = "plain"
    mark: str = ""
    groups: Mapping[str, tuple[str, ...]] = {}
    headings: Mapping[str, str] = {}
    """Those that are not drawn."""
    numbered: bool = False
    again: int = 0
    total: bool = False
    answers: tuple[str, ...] = ("ya", "Ya", "YA", "setuju")
    refusal: str = "tidak"
    consent_on: date | None = None
    """The day that a sentence below the table names for all rows."""
    officer: str = ""
    called: Mapping[str, str] = {}
    """What the officer answers where the headings are asked about: fields as intake calls them."""


class Grammar(NamedTuple):
    """What headings are drawn from; see `headings.yaml`."""

    fields: Mapping[str, Mapping[str, list[str]]]
    groups: Mapping[str, list[str]]
    units: Mapping[str, Mapping[str, list[str]]]
    marks: Mapping[str, list[str]]
    needed: frozenset[str]


class SampleWords(NamedTuple):
    legal_forms: tuple[str, ...]
    brands: Mapping[str, list[str]]
    additions: tuple[str, ...]
    villages: Mapping[str, list[list[str]]]
    streets: tuple[str, ...]
    reasons: tuple[str, ...]
    mail_domains: tuple[str, ...]
    kbli: Mapping[str, str]
    open_products: tuple[str, ...]
    sectors: Mapping[str, str]


@cache
def districts() -> tuple[SampleDistrict, ...]:
    """In the order of their Kemendagri codes."""
    province = chosen_province()
    path = province.folder / "sample.yaml"
    mixes = _read(path) if path.is_file() else {}
    if missing := sorted(province.names.keys() - mixes):
        raise PackError(f"{path} must say who lives and what is made in {', '.join(missing)}")
    return tuple(
        SampleDistrict(
            code=district.code,
            name=district.name,
            short_name=district.short_name,
            capital=district.capital,
            peoples=mixes[district.code]["peoples"],
            kecamatan=tuple(mixes[district.code]["kecamatan"]),
            groups=mixes[district.code]["groups"],
        )
        for district in province.districts
    )


@cache
def names() -> Mapping[str, PersonNames]:
    """By people."""
    return {
        people: PersonNames(
            tuple(by_kind["women"]), tuple(by_kind["men"]), tuple(by_kind["family"])
        )
        for people, by_kind in _yaml("names.yaml").items()
    }


@cache
def wares() -> Mapping[str, tuple[Ware, ...]]:
    """By commodity group."""
    made = _yaml("products.yaml")
    by_group: dict[str, list[Ware]] = {}
    for row in _rows("hs_commodities.csv"):
        group, ware = row["kelompok"], made[row["hs6"]]
        by_group.setdefault(group, []).append(
            Ware(
                hs6=row["hs6"],
                commodity=row["komoditas"],
                group=group,
                names=tuple(ware["names"]),
                clear=tuple(ware["clear"]),
                business=tuple(ware["business"]),
                unit=ware["unit"],
                sizes=tuple(ware["sizes"]),
            )
        )
    return {group: tuple(of_group) for group, of_group in by_group.items()}


@cache
def words() -> SampleWords:
    table = _yaml("words.yaml")
    return SampleWords(
        legal_forms=tuple(table["legal_forms"]),
        brands=table["brands"],
        additions=tuple(table["additions"]),
        villages=table["villages"],
        streets=tuple(table["streets"]),
        reasons=tuple(table["reasons"]),
        mail_domains=tuple(table["mail_domains"]),
        kbli=table["kbli"],
        open_products=tuple(table["open_products"]),
        sectors=table["sectors"],
    )


@cache
def usual_forms() -> tuple[Form, ...]:
    return tuple(Form.model_validate(form) for form in _yaml("forms.yaml")["usual"])


@cache
def single_forms() -> Mapping[int, Form]:
    """By the place of the one district that sends it."""
    forms = _yaml("forms.yaml")["single"]
    return {place: Form.model_validate(form) for place, form in forms.items()}


@cache
def grammar() -> Grammar:
    table = _yaml("headings.yaml")
    return Grammar(
        table["fields"],
        table["groups"],
        table["units"],
        table["marks"],
        frozenset(table["needed"]),
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _yaml(name: str) -> Any:
    return _read(_DATA / name)


def _read(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        return yaml.safe_load(file)
