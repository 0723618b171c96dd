"""The words and mixes that letters are put together from, read once from `story/data`."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_DATA = Path(__file__).parent.parent / "data"


class District(NamedTuple):
    code: str
    name: str
    short_name: str
    peoples: Mapping[str, int]
    kecamatan: tuple[str, ...]
    groups: Mapping[str, int]

    @property
    def file_name(self) -> str:
        """Such as `surat-12.01-tapanuli-tengah.csv`."""
        return f"surat-{self.code}-{self.short_name.lower().replace(' ', '-')}.csv"


class Names(NamedTuple):
    women: tuple[str, ...]
    men: tuple[str, ...]
    family: tuple[str, ...]


class Ware(NamedTuple):
    """What is made under one HS code."""

    hs6: str
    commodity: str
    group: str
    names: tuple[str, ...]
    business: tuple[str, ...]
    unit: str
    sizes: tuple[int, ...]


class Form(NamedTuple):
    """How one office draws its table; `columns` are headings with what is written below."""

    titles: tuple[str, ...]
    columns: Mapping[str, str]
    sales: str
    hs: str
    dates: str


class Words(NamedTuple):
    legal_forms: tuple[str, ...]
    brands: Mapping[str, list[str]]
    additions: tuple[str, ...]
    villages: Mapping[str, list[list[str]]]
    streets: tuple[str, ...]
    reasons: tuple[str, ...]
    mail_domains: tuple[str, ...]
    kbli: Mapping[str, str]


@cache
def districts() -> tuple[District, ...]:
    """In the order of their Kemendagri codes."""
    mixes = _yaml("districts.yaml")
    return tuple(
        District(
            code=row["kode_kemendagri"],
            name=row["nama"],
            short_name=row["nama_pendek"],
            peoples=mixes[row["kode_kemendagri"]]["peoples"],
            kecamatan=tuple(mixes[row["kode_kemendagri"]]["kecamatan"]),
            groups=mixes[row["kode_kemendagri"]]["groups"],
        )
        for row in _rows("regions.csv")
    )


@cache
def names() -> Mapping[str, Names]:
    """By people."""
    return {
        people: Names(tuple(given["women"]), tuple(given["men"]), tuple(given["family"]))
        for people, given in _yaml("names.yaml").items()
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
                business=tuple(ware["business"]),
                unit=ware["unit"],
                sizes=tuple(ware["sizes"]),
            )
        )
    return {group: tuple(of_group) for group, of_group in by_group.items()}


@cache
def words() -> Words:
    table = _yaml("words.yaml")
    return Words(
        legal_forms=tuple(table["legal_forms"]),
        brands=table["brands"],
        additions=tuple(table["additions"]),
        villages=table["villages"],
        streets=tuple(table["streets"]),
        reasons=tuple(table["reasons"]),
        mail_domains=tuple(table["mail_domains"]),
        kbli=table["kbli"],
    )


@cache
def forms() -> tuple[Form, ...]:
    return tuple(
        Form(tuple(form["titles"]), form["columns"], form["sales"], form["hs"], form["dates"])
        for form in _yaml("forms.yaml")
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _yaml(name: str) -> Any:
    with (_DATA / name).open(encoding="utf-8") as file:
        return yaml.safe_load(file)
