"""How an event is put into words: fields of people, then a template."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from string import Template as Text
from zoneinfo import ZoneInfo

from services.notify.model.wording import Pair, Template, Words
from shared.contracts.envelope import Event

WIB = ZoneInfo("Asia/Jakarta")
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Wording:
    """A notice as one recipient reads it."""

    subject: str
    body: str
    short: str


def say(event: Event, words: Words, places: Mapping[str, str]) -> dict[str, str]:
    """Every plain field of an event twice: `x` in Indonesian, `x_en` in English."""
    said: dict[str, str] = {}
    for name, value in event:
        pair = _say(name, value, words)
        if pair:
            said[name], said[f"{name}_en"] = pair
    if "district" in said:
        said["place"] = said["place_en"] = places.get(said["district"], said["district"])
    return said


def render(template: Template, fields: Mapping[str, str], recipient_name: str) -> Wording:
    """Raise KeyError where the template asks for something that the event did not say."""
    said = {**fields, "recipient_name": recipient_name}
    subject = Text(template.subject).substitute(said)
    return Wording(
        subject=" ".join(subject.split()),  # a header holds one line
        body=Text(template.body).substitute(said),
        short=" ".join(Text(template.short).substitute(said).split()),
    )


def _say(name: str, value: object, words: Words) -> Pair | None:
    said: Pair | None = None
    match value:
        case None | "" | ():
            said = NOTHING, NOTHING
        case bool():
            said = ("ya", "yes") if value else ("tidak", "no")
        case datetime():
            said = _moment(value, words, day_only=name.endswith("_on"))
        case int():
            said = _grouped(f"{value:,}")
        case float():
            said = _grouped(f"{value:,.2f}")
        case str():
            said = _term(name, value, words)
        case tuple() if all(isinstance(each, str) for each in value):
            pairs = [_term(name, each, words) for each in value]
            said = ", ".join(pair[0] for pair in pairs), ", ".join(pair[1] for pair in pairs)
    return said


def _term(name: str, code: str, words: Words) -> Pair:
    return words.terms.get(name, {}).get(code, (code, code))


def _grouped(english: str) -> Pair:
    return english.translate(str.maketrans(",.", ".,")), english


def _moment(at: datetime, words: Words, *, day_only: bool) -> Pair:
    local = at.astimezone(WIB)
    bulan, month = words.months[local.month - 1]
    if day_only:
        return f"{local.day} {bulan} {local.year}", f"{local.day} {month} {local.year}"
    return (
        f"{local.day} {bulan} {local.year} pukul {local:%H.%M} WIB",
        f"{local.day} {month} {local.year}, {local:%H:%M} WIB",
    )
