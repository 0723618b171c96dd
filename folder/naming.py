"""Finds the district of a file by its name, and never guesses."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from shared.province import District
from shared.province.settings import chosen_province

# Neither part of a longer number nor of a date: 12.11.2026 is no letter of Dairi.
_CODE = re.compile(r"(?<!\d)(?<!\d\.)\d\d\.\d\d(?!\.?\d)")
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_BEFORE_NAMES = ("", "kab", "kabupaten", "kota")
_KIND_LETTERS = 3


class UnclearNameError(ValueError):
    """The name of a file tells no district, or more than one."""


def district_of(name: str) -> str:
    """Find the one district that the name of a file tells. Raises UnclearNameError."""
    stem = Path(name).stem
    codes = {*_by_code(stem), *_by_name(stem)}
    read_apart = [_by_digits(digits) for digits in _FOUR_DIGITS.findall(stem)]
    for meanings in filter(None, read_apart):
        if not codes and len({*meanings.values()}) > 1:
            raise UnclearNameError(_ambiguous(stem, meanings))
        if codes.isdisjoint(meanings.values()):
            codes |= {*meanings.values()}
    if not codes:
        raise UnclearNameError(
            "Nama berkas ini tidak menyebut kabupaten/kotanya; tulis kode atau namanya, misalnya "
            "surat-12.01.csv. / The name does not tell whose letter this is: put the code or the "
            "name of the district into it, such as surat-12.01.csv."
        )
    if len(codes) > 1:
        named = " and ".join(map(_full_name, sorted(codes)))
        raise UnclearNameError(
            f"Nama berkas ini menyebut {len(codes)} kabupaten/kota; sisakan satu. / "
            f"The name tells {named}: leave the one whose letter it is."
        )
    return codes.pop()


def _by_code(stem: str) -> Iterator[str]:
    known = _known()
    return (code for code in _CODE.findall(stem) if code in known)


def _by_name(stem: str) -> Iterator[str]:
    words, at = [word.lower() for word in _WORD.findall(stem)], 0
    spellings = spelled(chosen_province().districts)
    while at < len(words):
        # The longest first: "Nias Selatan" is not "Nias".
        for end in range(len(words), at, -1):
            if meant := spellings.get("".join(words[at:end])):
                for district in meant:
                    yield district.code
                    yield from _shortened(district, words[end : end + 1])
                at = end
                break
        else:
            at += 1


def _shortened(district: District, following: list[str]) -> Iterator[str]:
    """Other districts that a short name may mean: "Nias Sel." is Nias Selatan."""
    for word in following:
        for other in _known().values():
            if other != district and _plain(other).startswith(_plain(district) + word):
                yield other.code


def _by_digits(digits: str) -> Mapping[str, str]:
    """The district of four digits, by authority. BPS and Kemendagri differ in twenty codes."""
    return chosen_province().meanings.get(digits, {})


def _ambiguous(stem: str, meanings: Mapping[str, str]) -> str:
    digits = next(each for each in _FOUR_DIGITS.findall(stem) if _by_digits(each) == meanings)
    read = " and ".join(f"{_full_name(code)} by {who}" for who, code in sorted(meanings.items()))
    return f"{digits} without a dot is {read}: write the code with its dot."


def _full_name(code: str) -> str:
    return f"{_known()[code].name} ({code})"


@cache
def _known() -> Mapping[str, District]:
    return {district.code: district for district in chosen_province().districts}


@cache
def spelled(districts: tuple[District, ...]) -> Mapping[str, tuple[District, ...]]:
    """What a file's name may call them. `Bogor` alone is both a kabupaten and a kota."""
    meant: dict[str, tuple[District, ...]] = {}
    for district in districts:
        for before in _BEFORE_NAMES:
            spelling = before + _plain(district)
            meant[spelling] = (*meant.get(spelling, ()), district)
    return {spelling: _of_its_kind(spelling, several) for spelling, several in meant.items()}


def _of_its_kind(spelling: str, several: tuple[District, ...]) -> tuple[District, ...]:
    """Of two with one name, `kab` and `kota` tell which one is meant."""
    same = tuple(d for d in several if d.name.lower().startswith(spelling[:_KIND_LETTERS]))
    return same if len(several) > 1 and same else several


def _plain(district: District) -> str:
    """The short name, letters alone."""
    return "".join(_WORD.findall(district.short_name)).lower()
