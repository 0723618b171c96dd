"""What may be wrong with a row, and the codes that the officer must be told."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from story.sample.dice import Dice
from story.sample.tables import Form
from story.sample.umkm import Umkm

# A letter for a digit, and a code that was cut off.
_NO_HS = ("09O1.11", "090")
_CONSENT = ("consent", "consent_yes", "consent_on")
_Change = Callable[[Umkm, Form, Dice], Mapping[str, str]]


class Fault(NamedTuple):
    """`change` gives the cells that are wrong."""

    codes: tuple[str, ...]
    fields: tuple[str, ...]
    """A form without all of these cannot have it."""
    change: _Change


def faults_of(form: Form) -> tuple[Fault, ...]:
    """Those that a row of this form can have."""
    return tuple(fault for fault in _FAULTS if {*fault.fields} & {*form.fields})


def _set(**cells: str) -> _Change:
    return lambda _umkm, _form, _dice: cells


def _short_nib(umkm: Umkm, _form: Form, dice: Dice) -> Mapping[str, str]:
    return {"nib": (umkm.nib or f"0220{dice.below(10**9):09d}")[:12]}


def _impossible_month(umkm: Umkm, _form: Form, _dice: Dice) -> Mapping[str, str]:
    nik = umkm.nik or "1201054502850003"
    return {"nik": f"{nik[:8]}13{nik[10:]}"}


def _wrong_phone(umkm: Umkm, _form: Form, dice: Dice) -> Mapping[str, str]:
    too_short, hidden = f"0{umkm.phone[:5]}", f"08xx-xxxx-{umkm.phone[-4:]}"
    return {"phone": dice.pick((too_short, hidden, f"0{umkm.phone}{umkm.phone}"))}


def _rounded_phone(umkm: Umkm, _form: Form, _dice: Dice) -> Mapping[str, str]:
    return {"phone": f"{umkm.phone[0]},{umkm.phone[1:6]}E+10"}


def _wrong_hs(_umkm: Umkm, _form: Form, dice: Dice) -> Mapping[str, str]:
    return {"hs": dice.pick(_NO_HS)}


def _nameless_with_wrong_hs(umkm: Umkm, form: Form, dice: Dice) -> Mapping[str, str]:
    return {"business": "", **_wrong_hs(umkm, form, dice)}


def _refusal(_umkm: Umkm, form: Form, _dice: Dice) -> Mapping[str, str]:
    return dict.fromkeys(_CONSENT, form.refusal)


_FAULTS = (
    Fault(("invalid-phone",), ("phone",), _wrong_phone),
    Fault(("invalid-hs",), ("hs",), _wrong_hs),
    Fault(("missing-name",), ("business",), _set(business="")),
    Fault(("invalid-nib",), ("nib",), _short_nib),
    Fault(("missing-phone",), ("phone",), _set(phone="-")),
    Fault(("consent-refused",), _CONSENT, _refusal),
    Fault(("invalid-nik",), ("nik",), _impossible_month),
    Fault(("invalid-hs", "missing-name"), ("hs",), _nameless_with_wrong_hs),
    Fault(("missing-owner",), ("owner",), _set(owner="-")),
    Fault(("rounded-number",), ("phone",), _rounded_phone),
    Fault(("missing-consent",), _CONSENT, _set(consent="", consent_yes="", consent_on="")),
    Fault(("invalid-email",), ("email",), _set(email="usaha(at)surat.example")),
    Fault(("missing-product",), ("product",), _set(product="")),
)
