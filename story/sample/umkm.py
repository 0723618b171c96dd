"""Inventing UMKM: people, businesses and numbers that belong to one another and to nobody real."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

from story.sample import tables
from story.sample.dice import Dice
from story.sample.tables import SampleDistrict, Ware

_FIRST_CONSENT = date(2026, 1, 5)
_MOBILE = (811, 812, 813, 821, 822, 823, 852, 853, 856, 857, 877, 878, 895, 896)
_NIB_STARTS = ("0220", "0311", "1203", "2810", "8120", "9120")
_WITH_NIB = 23
_WITH_NIK = 62
_WITH_EMAIL = 58
_WITH_SALES = 92
_WITH_BRAND = 40
_MILLION = 1_000_000
# Yearly sales in million rupiah: from, to, share. Classes end at 2, 15 and 50 billion.
_SALES = {(18, 120): 45, (120, 600): 30, (600, 2_000): 14, (2_001, 15_000): 9, (15_001, 50_000): 2}


@dataclass(frozen=True, slots=True)
class Umkm:
    """The truth behind a row, before anybody types it."""

    legal_form: str
    name: str
    owner: str
    is_woman: bool
    born_on: date
    nik: str
    nib: str
    phone: str
    """National digits without the leading zero."""
    email: str
    street: str
    kecamatan: str
    village: str
    wares: tuple[Ware, ...]
    products: tuple[str, ...]
    clear_products: tuple[str, ...]
    """What it makes, in names that tell the code by themselves."""
    capacity: int
    sales: int | None
    employees: int
    founded: int
    brand: str
    online: str
    reason: str
    consent_on: date
    open_product: str = ""
    """What an office without codes writes of it, if nobody can tell the code from that."""


@dataclass(slots=True)
class Taken:
    """What no second UMKM of the same sample may have."""

    numbers: set[str] = field(default_factory=set)
    names: set[tuple[str, str]] = field(default_factory=set)

    def name_is_free(self, district: str, business_and_owner: str) -> bool:
        """Letters and digits alone count: what differs by a space or an accent is the same."""
        plain = unicodedata.normalize("NFKD", business_and_owner).casefold()
        key = (district, re.sub(r"[^a-z0-9]", "", plain))
        if key in self.names:
            return False
        self.names.add(key)
        return True


class Inventor:
    """Invents the UMKM of one district, each different from all that were invented before."""

    def __init__(self, district: SampleDistrict, dice: Dice, taken: Taken) -> None:
        self._district = district
        self._dice = dice
        self._taken = taken

    def invent_cafe(self) -> Umkm:
        """Every district has one, and its accent tells a reader who guessed the encoding wrong."""
        roasted = next(ware for ware in tables.wares()["kopi"] if ware.hs6 == "090121")
        return self.invent(made_of=roasted, trade="Café")

    def invent(self, made_of: Ware | None = None, trade: str | None = None) -> Umkm:
        dice = self._dice
        people = dice.pick_weighted(self._district.peoples)
        is_woman = dice.chance(55)
        owner, given_name = self._owner(people, is_woman=is_woman)
        wares = (made_of,) if made_of else self._wares()
        kecamatan = dice.pick(self._district.kecamatan)
        trade = trade or dice.pick(wares[0].business)
        name = self._name(people, trade, owner, given_name if is_woman else "", kecamatan)
        formal = dice.chance(_WITH_NIB)
        born_on = date(dice.between(1958, 1999), dice.between(1, 12), dice.between(1, 28))
        return Umkm(
            legal_form=self._legal_form(45 if formal else 20),
            name=name,
            owner=owner,
            is_woman=is_woman,
            born_on=born_on,
            nik=self._nik(born_on, is_woman=is_woman) if dice.chance(_WITH_NIK) else "",
            nib=self._nib() if formal else "",
            phone=f"{dice.pick(_MOBILE)}{dice.between(0, 99_999_999):08d}",
            email=self._email(name) if dice.chance(_WITH_EMAIL) else "",
            street=f"{dice.pick(tables.words().streets)} No. {dice.between(1, 240)}",
            kecamatan=kecamatan,
            village=self._village(people),
            wares=wares,
            products=tuple(dice.pick(ware.names) for ware in wares),
            clear_products=tuple(dice.pick(ware.clear) for ware in wares),
            capacity=dice.pick(wares[0].sizes),
            sales=self._sales() if dice.chance(_WITH_SALES) else None,
            employees=dice.between(1, 24),
            founded=dice.between(1995, 2024),
            brand=dice.pick(tables.words().brands[people]) if dice.chance(_WITH_BRAND) else "",
            online=self._online(name) if dice.chance(_WITH_BRAND) else dice.pick(("", "-")),
            reason=dice.pick(tables.words().reasons),
            consent_on=_FIRST_CONSENT + timedelta(days=dice.below(55)),
        )

    def _legal_form(self, percent: int) -> str:
        return self._dice.pick(tables.words().legal_forms) if self._dice.chance(percent) else ""

    def _owner(self, people: str, *, is_woman: bool) -> tuple[str, str]:
        names = tables.names()[people]
        given_name = self._dice.pick(names.women if is_woman else names.men)
        return f"{given_name} {self._dice.pick(names.family)}".strip(), given_name

    def _wares(self) -> tuple[Ware, ...]:
        of_group = tables.wares()[self._dice.pick_weighted(self._district.groups)]
        first, second = self._dice.pick(of_group), self._dice.pick(of_group)
        return (first, second) if self._dice.chance(7) and first != second else (first,)

    def _name(self, people: str, trade: str, owner: str, woman: str, kecamatan: str) -> str:
        dice, words = self._dice, tables.words()
        brand = dice.pick(words.brands[people])
        by_brand = f"{trade} {brand}"
        name = dice.pick((by_brand, by_brand, f"{brand} {trade}", f"{trade} {kecamatan}"))
        if woman and dice.chance(15):
            name = f"{trade} Bu {woman}"
        attempt = 0
        proposed = name
        while not self._taken.name_is_free(self._district.code, proposed + owner):
            attempt += 1
            addition = dice.pick(words.additions)
            proposed = f"{name} {addition}" if attempt < 5 else f"{name} {addition} {attempt}"  # noqa: PLR2004 - then words run out
        return proposed

    def _nik(self, born_on: date, *, is_woman: bool) -> str:
        """Keeps the area of first registration for life: some owners were born elsewhere."""
        dice = self._dice
        home = self._district.code
        area = dice.pick(tables.districts()).code if dice.chance(8) else home
        born = f"{born_on.day + (40 if is_woman else 0):02d}{born_on:%m%y}"
        start = f"{area.replace('.', '')}{dice.between(1, 14):02d}{born}"
        return self._free(start, dice.between(1, 60), 4)

    def _nib(self) -> str:
        return self._free(self._dice.pick(_NIB_STARTS), self._dice.below(10**9), 9)

    def _free(self, start: str, serial: int, places: int) -> str:
        number = f"{start}{serial:0{places}d}"
        while number in self._taken.numbers:
            serial = (serial + 1) % 10**places
            number = f"{start}{serial:0{places}d}"
        self._taken.numbers.add(number)
        return number

    def _email(self, name: str) -> str:
        return f"{'.'.join(_slugs(name))}@{self._dice.pick(tables.words().mail_domains)}"

    def _online(self, name: str) -> str:
        place = self._dice.pick(("IG: ", "instagram.com/", "fb.com/", "shopee.co.id/"))
        return f"{place}{''.join(_slugs(name))}"

    def _village(self, people: str) -> str:
        first, second = (self._dice.pick(part) for part in tables.words().villages[people])
        return f"{first}{second}" if second[0].islower() else f"{first} {second}"

    def _sales(self) -> int:
        low, high = self._dice.pick_weighted(_SALES)
        if high == 2_000 and self._dice.chance(10):  # noqa: PLR2004 - the very limit of mikro, in million
            return high * _MILLION
        return self._dice.between(low, high) * _MILLION


def _slugs(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return re.findall(r"[a-z0-9]+", re.sub(r"[^\w\s]|[^\x00-\x7f]", "", plain))
