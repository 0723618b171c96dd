"""Puts an event into words: first its fields, then a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import Template as Text

from services.notify.model.wording import Pair, Template, Words
from shared.contracts.envelope import Event
from shared.contracts.names import Names, naming_fields
from shared.indonesia import months
from shared.indonesia.zones import Zone
from shared.province import Province

NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Wording:
    """A notice as one recipient reads it."""

    subject: str
    body: str
    short: str


def say(event: Event, words: Words, province: Province) -> dict[str, str]:
    """Put each field into words: `x` in Indonesian, `x_en` in English."""
    naming = naming_fields(type(event))
    fields: dict[str, str] = {}
    for name, value in event:
        if name in naming:
            pair: Pair | None = _named(value, getattr(event, naming[name]))
        else:
            pair = None if name in naming.values() else _pair_of(name, value, words, province.zone)
        if pair:
            fields[name], fields[f"{name}_en"] = pair
    if "district" in fields:
        fields["place"] = fields["place_en"] = province.names.get(
            fields["district"], fields["district"]
        )
    return fields


def render(template: Template, fields: Mapping[str, str], recipient_name: str) -> Wording:
    """Raises KeyError where the template needs a field that the event does not have."""
    values = {**fields, "recipient_name": recipient_name}
    subject = Text(template.subject).substitute(values)
    return Wording(
        subject=" ".join(subject.split()),  # a header holds one line
        body=Text(template.body).substitute(values),
        short=" ".join(Text(template.short).substitute(values).split()),
    )


def _named(codes: str | Sequence[str] | None, names: Names | Sequence[Names] | None) -> Pair:
    """Use the names. An old event has none, so its code `export-ready` reads "export ready"."""
    codes = [codes] if isinstance(codes, str) else codes or []
    names = [names] if isinstance(names, Names) else names or []
    if len(names) == len(codes):
        return _joined([(each.id, each.en) for each in names])
    return _joined([(plain, plain) for plain in (code.replace("-", " ") for code in codes)])


def _joined(pairs: Sequence[Pair]) -> Pair:
    if not pairs:
        return NOTHING, NOTHING
    return ", ".join(pair[0] for pair in pairs), ", ".join(pair[1] for pair in pairs)


def _pair_of(  # noqa: PLR0911 - a case for each kind of value
    name: str, value: object, words: Words, zone: Zone
) -> Pair | None:
    match value:
        case None | "" | ():
            return NOTHING, NOTHING
        case bool():
            return ("ya", "yes") if value else ("tidak", "no")
        case datetime():
            return _moment(value, zone, day_only=name.endswith("_on"))
        case int():
            return _grouped(f"{value:,}")
        case float():
            return _grouped(f"{value:,.2f}")
        case str():
            return _term(name, value, words)
        case tuple() if all(isinstance(code, str) for code in value):
            return _joined([_term(name, code, words) for code in value])
    return None


def _term(name: str, code: str, words: Words) -> Pair:
    return words.terms.get(name, {}).get(code, (code, code))


def _grouped(english: str) -> Pair:
    return english.translate(str.maketrans(",.", ".,")), english


def _moment(at: datetime, zone: Zone, *, day_only: bool) -> Pair:
    local = zone.local(at)
    hari, day = months.in_words(local.date())
    if day_only:
        return hari, day
    return f"{hari} pukul {local:%H.%M} {zone}", f"{day}, {local:%H:%M} {zone}"
