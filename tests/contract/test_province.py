"""What belongs to a province stands in its folder, and what holds in all provinces stands once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.provinces import SUMUT

ROOT = Path(__file__).parents[2]
FOLDERS = ("shared", "services", "folder", "cli", "deploy", "story", "bench", "tools", "examples")
TEXT = frozenset({".py", ".yaml", ".yml", ".csv", ".typ", ".toml", ".md", ".mjs", ""})
FIRST_PROVINCE = re.compile(r"sumatera utara|north sumatra|\bsumut\b", re.IGNORECASE)
NAMED = {
    "shared/province/settings.py",  # the default
    "shared/indonesia/provinces.csv",  # one of all
}
ONCE = {
    r"\bAsia/": "shared/indonesia/zones.py",
    r"\bAgustus\b": "shared/indonesia/months.py",
    r"\*{3}@": "shared/indonesia/masking.py",
}
"""Patterns, with the only file that may hold each."""
CODE, MOST_EXAMPLES = re.compile(r"\d\d\.\d\d"), 4


def files() -> Iterator[tuple[str, str]]:
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    paths += [ROOT / "docker-compose.yml", ROOT / "pyproject.toml", ROOT / "sentra"]
    for path in paths:
        if path.is_file() and path.suffix in TEXT:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_the_first_province_is_named_by_its_folder_and_as_the_default_alone() -> None:
    naming = {name for name, text in files() if FIRST_PROVINCE.search(text)}

    assert naming == NAMED


@pytest.mark.parametrize("pattern", ONCE)
def test_zones_months_and_masks_are_defined_once(pattern: str) -> None:
    holding = {name for name, text in files() if re.search(pattern, text)}

    assert holding == {ONCE[pattern]}


def test_no_other_file_holds_a_table_of_the_districts() -> None:
    codes = {name: {*SUMUT.names} & {*CODE.findall(text)} for name, text in files()}

    assert [name for name, known in codes.items() if len(known) > MOST_EXAMPLES] == []


def test_the_image_carries_the_provinces() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert "COPY provinces/ provinces/" in dockerfile
    assert "!provinces" in let_in
