"""How an office types a UMKM into its form: its habits, and the same business typed again."""

import unicodedata
from dataclasses import replace
from datetime import date, timedelta

from shared.indonesia.months import INDONESIAN
from story.sample.dice import Dice
from story.sample.tables import Form, words
from story.sample.umkm import Umkm

Cells = dict[str, str]
_MILLION = 1_000_000
# Some press Alt+Enter inside a cell: a row then spans lines of the file.
_ADDRESS_BREAKS = (*[", "] * 30, "\n")
_BILLION = 1_000_000_000
_MIKRO_UP_TO, _KECIL_UP_TO = 2 * _BILLION, 15 * _BILLION
_MONTHS_OF_A_YEAR = 12


def type_row(umkm: Umkm, form: Form, dice: Dice) -> Cells:
    """What is written for each field that a form may ask for; its place in the letter later."""
    day = type_date(umkm.consent_on, form.dates)
    capacity = f"{umkm.capacity:,}".replace(",", ".")
    unit = umkm.wares[0].unit
    return {
        "business": f"{umkm.legal_form} {umkm.name}".strip(),
        "owner": umkm.owner + dice.pick(("", "", "", " ")),
        "sex": dice.pick(("P", "Pr", "Perempuan") if umkm.is_woman else ("L", "Lk", "Laki-laki")),
        "birth": type_date(umkm.born_on, form.dates),
        "nik": umkm.nik or dice.pick(("", "", "-")),
        "nib": umkm.nib or dice.pick(("", "", "", "-", "belum ada", "dalam proses")),
        "phone": type_phone(umkm.phone, dice),
        "email": umkm.email or dice.pick(("", "", "-")),
        "address": _address(umkm, form, dice),
        "village": umkm.village,
        "kecamatan": umkm.kecamatan,
        "product": _products(umkm, form),
        "hs": "; ".join(_hs(ware.hs6, form.hs) for ware in umkm.wares),
        "commodity": umkm.wares[0].group,
        "kind": words().sectors[umkm.wares[0].group],
        "capacity": capacity,
        "unit": unit,
        "amount": f"{capacity} {unit}",
        "sales": _sales(umkm.sales, form.sales),
        "size": _size(umkm.sales),
        "kbli": words().kbli.get(umkm.wares[0].group, ""),
        "employees": f"{umkm.employees}{dice.pick(('', '', ' orang'))}",
        "founded": str(umkm.founded),
        "brand": umkm.brand,
        "online": umkm.online,
        "reason": umkm.reason,
        "note": dice.pick(("", "", "", "", "sudah dikunjungi", "foto menyusul")),
        "consent": dice.pick((f"ya, {day}", f"Ya {day}", day, f"setuju tgl {day}")),
        "consent_yes": dice.pick(form.answers),
        "consent_on": day,
        "timestamp": _timestamp(umkm, form, dice),
    }


def _address(umkm: Umkm, form: Form, dice: Dice) -> str:
    parted = dice.pick(_ADDRESS_BREAKS)
    if "kecamatan" in form.fields:
        return umkm.street
    return f"{umkm.street}{parted}Kec. {umkm.kecamatan}"


def _products(umkm: Umkm, form: Form) -> str:
    """Without a column for codes the names must tell them, unless nobody can."""
    if "hs" in form.fields:
        return "; ".join(umkm.products)
    return umkm.open_product or "; ".join(umkm.clear_products)


def _timestamp(umkm: Umkm, form: Form, dice: Dice) -> str:
    day = type_date(umkm.consent_on + timedelta(days=dice.below(3)), form.dates)
    return f"{day} {dice.between(8, 16):02d}:{dice.below(60):02d}:{dice.below(60):02d}"


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
        f"{local} / 0813{tail}{middle}",  # the first one counts
    )
    return dice.pick(habits)


def type_date(day: date, habit: str) -> str:
    return {
        "dash": f"{day.day:02d}-{day.month:02d}-{day.year}",
        "slash": f"{day.day}/{day.month}/{day.year}",
        "iso": f"{day.year}-{day.month:02d}-{day.day:02d}",
        "words": f"{day.day} {INDONESIAN[day.month - 1]} {day.year}",
    }[habit]


def _hs(hs6: str, habit: str) -> str:
    return {
        "dotted": f"{hs6[:4]}.{hs6[4:]}",
        "plain": hs6,
        "tariff": f"{hs6[:4]}.{hs6[4:]}.00",
        "number": hs6.removeprefix("0"),
        "": "",
    }[habit]


def _sales(sales: int | None, habit: str) -> str:
    if sales is None:
        return ""
    if habit == "million-year":
        return str(sales // _MILLION)
    if habit == "million-month":
        return str(max(1, sales // _MILLION // _MONTHS_OF_A_YEAR))
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


def typed_again(umkm: Umkm, form: Form, dice: Dice) -> Umkm:
    """The same business by another hand: its numbers keep it the same, else its name does."""
    legal_form = dice.pick(("", "UD", "CV."))
    change = dice.pick((str.upper, str.lower, _without_accents, _spaced_out))
    name, owner = change(umkm.name), change(umkm.owner)
    if number_of(umkm, form):
        name = dice.pick((name, " ".join(reversed(name.split()))))
        legal_form, owner = dice.pick((umkm.legal_form, legal_form)), dice.pick((umkm.owner, owner))
    return replace(umkm, legal_form=legal_form, name=name, owner=owner)


def number_of(umkm: Umkm, form: Form) -> str:
    """By which a reader of such a form knows the UMKM again; empty: by its name alone."""
    nib = umkm.nib if "nib" in form.fields else ""
    return nib or (umkm.nik if "nik" in form.fields else "")


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).replace("'", "\u2019").replace("-", " ")
    return "".join(character for character in plain if not unicodedata.combining(character))


def _spaced_out(text: str) -> str:
    return "  ".join(text.split())
