"""Draws headings as offices write them, from the grammar in `headings.yaml`."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from story.sample.dice import Dice
from story.sample.tables import Form, grammar

_MONTHLY = frozenset({"capacity", "amount"})
_YEARLY = ("rp", "plain", "words")
_TAIL_PERCENT = 30
_SPACED_UP_TO = 3
_RUPIAH = " (Rp)"


class SampleHeading(NamedTuple):
    """`above` spans this column and its neighbours; empty where the heading stands alone."""

    text: str
    above: str = ""


def draw_headings(form: Form, dice: Dice) -> tuple[SampleHeading, ...]:
    """One for each field of the form, in its order."""
    above = dict(_above(form, dice))
    marks = grammar().marks.get(form.mark, [""])
    mark = dice.pick(marks)
    return tuple(_drawn(field, form, dice, above, mark) for field in form.fields)


def _above(form: Form, dice: Dice) -> Iterator[tuple[str, str]]:
    for group, fields in form.groups.items():
        name = dice.pick(grammar().groups[group])
        yield from ((field, name) for field in fields)


def _drawn(
    field: str, form: Form, dice: Dice, above: Mapping[str, str], mark: str
) -> SampleHeading:
    if field in form.headings:
        return SampleHeading(form.headings[field])
    style = form.style if form.style in grammar().fields[field] else "plain"
    if style == "child" and field not in above:
        style = "plain"
    text = _styled(_words(field, form, style, dice), form.style)
    if field in grammar().needed:
        text += mark
    return SampleHeading(text, above.get(field, ""))


def _words(field: str, form: Form, style: str, dice: Dice) -> str:
    words = grammar().fields[field]
    head, unit = dice.pick(words[style]), _unit(field, form, style, dice)
    text = head.format(unit=unit) if "{unit}" in head else head + unit
    tails = words.get("tails", []) if style == "plain" and "(" not in text else []
    return f"{text} {dice.pick(tails)}" if tails and dice.chance(_TAIL_PERCENT) else text


def _unit(field: str, form: Form, style: str, dice: Dice) -> str:
    """The period and the scale of an amount; cells in words name their own scale."""
    if field != "sales" and field not in _MONTHLY:
        return ""
    yearly = "year" if form.sales in _YEARLY else form.sales
    by_style = grammar().units["month" if field in _MONTHLY else yearly]
    unit = dice.pick(by_style.get(style, by_style["plain"]))
    return unit.removesuffix(_RUPIAH) if form.sales == "words" else unit


def _styled(text: str, style: str) -> str:
    if style != "capitals":
        return text
    return " ".join(text) if len(text) <= _SPACED_UP_TO and text.isalpha() else text.upper()
