"""How an office types a UMKM into its form: habits, faults, and the same business typed again."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from story.sample.dice import Dice
from story.sample.tables import Form, words
from story.sample.umkm import Umkm

Cells = dict[str, str]
_MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_MILLION = 1_000_000
# Some press Alt+Enter inside a cell: a row then spans lines of the file.
_ADDRESS_BREAKS = (*[", "] * 30, "\n")
_BILLION = 1_000_000_000
_MIKRO_UP_TO, _KECIL_UP_TO = 2 * _BILLION, 15 * _BILLION
# Codes of HS 2022 for goods outside the programme, and one that exists nowhere.
_BROKEN_HS = ("87032", "27160", "94049", "999999", "09O111")


def type_row(umkm: Umkm, form: Form, dice: Dice) -> Cells:
    """What is written for each field that a form may ask for; its place in the letter later."""
    day = type_date(umkm.consent_on, form.dates)
    capacity = f"{umkm.capacity:,}".replace(",", ".")
    unit = umkm.wares[0].unit
    return {
        "business": f"{umkm.legal_form} {umkm.name}".strip(),
        "owner": umkm.owner + dice.pick(("", "", "", " ")),
        "nik": umkm.nik or dice.pick(("", "", "-")),
        "nib": umkm.nib or dice.pick(("", "", "", "-", "belum ada", "dalam proses")),
        "phone": type_phone(umkm.phone, dice),
        "email": umkm.email or dice.pick(("", "", "-")),
        "address": f"{umkm.street}{dice.pick(_ADDRESS_BREAKS)}Kec. {umkm.kecamatan}",
        "village": umkm.village,
        "product": "; ".join(umkm.products),
        "hs": "; ".join(_hs(ware.hs6, form.hs) for ware in umkm.wares),
        "commodity": umkm.wares[0].group,
        "capacity": capacity,
        "unit": unit,
        "amount": f"{capacity} {unit}",
        "sales": _sales(umkm.sales, form.sales),
        "size": _size(umkm.sales),
        "kbli": words().kbli.get(umkm.wares[0].group, ""),
        "reason": umkm.reason,
        "note": dice.pick(("", "", "", "", "sudah dikunjungi", "foto menyusul")),
        "consent": dice.pick((f"ya, {day}", f"Ya {day}", day, f"setuju tgl {day}")),
        "consent_yes": dice.pick(("ya", "Ya", "YA", "setuju")),
        "consent_on": day,
    }


def type_phone(national: str, dice: Dice) -> str:
    head, middle, tail = national[:3], national[3:7], national[7:]
    local = f"0{national}"
    habits = (
        local,
        local,
        f"0{head}-{middle}-{tail}",
        f"0{head} {middle} {tail}",
        f"+62{national}",
        f"+62 {head}-{middle}-{tail}",
        f"62{national}",
        national,  # a spreadsheet took it for a number
        f"(0{head}) {middle}{tail}",
        f"'{local}",
        f"{local} (WA)",
    )
    return dice.pick(habits)


def type_date(day: date, habit: str) -> str:
    return {
        "dash": f"{day.day:02d}-{day.month:02d}-{day.year}",
        "slash": f"{day.day}/{day.month}/{day.year}",
        "iso": f"{day.year}-{day.month:02d}-{day.day:02d}",
        "words": f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
    }[habit]


def _hs(hs6: str, habit: str) -> str:
    return {
        "dotted": f"{hs6[:4]}.{hs6[4:]}",
        "plain": hs6,
        "tariff": f"{hs6[:4]}.{hs6[4:]}.00",
        "number": hs6.removeprefix("0"),
    }[habit]


def _sales(sales: int | None, habit: str) -> str:
    if sales is None:
        return ""
    if habit == "words":
        whole, rest = divmod(sales, _BILLION)
        if whole and rest % (10 * _MILLION) == 0:
            return f"{whole},{rest // (10 * _MILLION):02d} miliar"
        return f"{sales // _MILLION} juta"
    return str(sales) if habit == "plain" else "Rp " + f"{sales:,}".replace(",", ".") + ",-"


def _size(sales: int | None) -> str:
    if sales is None:
        return ""
    return "Mikro" if sales <= _MIKRO_UP_TO else "Kecil" if sales <= _KECIL_UP_TO else "Menengah"


def typed_again(umkm: Umkm, dice: Dice) -> Umkm:
    """The same business by another hand: its numbers keep it the same, else its name does."""
    legal_form = dice.pick(("", "UD", "CV."))
    change = dice.pick((str.upper, str.lower, _without_accents, _spaced_out))
    name, owner = change(umkm.name), change(umkm.owner)
    if umkm.nib or umkm.nik:
        name = dice.pick((name, " ".join(reversed(name.split()))))
        legal_form, owner = dice.pick((umkm.legal_form, legal_form)), dice.pick((umkm.owner, owner))
    return replace(umkm, legal_form=legal_form, name=name, owner=owner)


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).replace("'", "\u2019").replace("-", " ")
    return "".join(character for character in plain if not unicodedata.combining(character))


def _spaced_out(text: str) -> str:
    return "  ".join(text.split())


def _set(**cells: str) -> Callable[[Umkm, Dice], Mapping[str, str]]:
    return lambda _umkm, _dice: cells


def _short_nib(umkm: Umkm, dice: Dice) -> Mapping[str, str]:
    return {"nib": (umkm.nib or f"0220{dice.below(10**9):09d}")[:12]}


def _impossible_month(umkm: Umkm, _dice: Dice) -> Mapping[str, str]:
    nik = umkm.nik or "1201054502850003"
    return {"nik": f"{nik[:8]}13{nik[10:]}"}


def _short_nik(umkm: Umkm, _dice: Dice) -> Mapping[str, str]:
    return {"nik": (umkm.nik or "1201054502850003")[1:]}


def _wrong_phone(umkm: Umkm, dice: Dice) -> Mapping[str, str]:
    too_short, hidden = f"0{umkm.phone[:5]}", f"08xx-xxxx-{umkm.phone[-4:]}"
    return {"phone": dice.pick((too_short, hidden, f"0{umkm.phone}{umkm.phone}"))}


def _rounded_phone(umkm: Umkm, _dice: Dice) -> Mapping[str, str]:
    return {"phone": f"{umkm.phone[0]},{umkm.phone[1:6]}E+10"}


def _broken_hs(_umkm: Umkm, dice: Dice) -> Mapping[str, str]:
    return {"hs": dice.pick(_BROKEN_HS)}


def _nameless_and_broken(umkm: Umkm, dice: Dice) -> Mapping[str, str]:
    return {"business": "", **_broken_hs(umkm, dice)}


# What may be wrong with a row, and the codes that the officer must be told.
FAULTS: tuple[tuple[tuple[str, ...], Callable[[Umkm, Dice], Mapping[str, str]]], ...] = (
    (("invalid-phone",), _wrong_phone),
    (("invalid-hs",), _broken_hs),
    (("missing-name",), _set(business="")),
    (("invalid-nib",), _short_nib),
    (("lost-zero",), _short_nik),
    (("consent-refused",), _set(consent="tidak", consent_yes="tidak", consent_on="tidak")),
    (("invalid-nik",), _impossible_month),
    (("invalid-hs", "missing-name"), _nameless_and_broken),
    (("missing-owner",), _set(owner="-")),
    (("rounded-number",), _rounded_phone),
    (("missing-consent",), _set(consent="", consent_yes="", consent_on="")),
    (("invalid-email",), _set(email="usaha(at)surat.example")),
)
