"""The HS code of a product: chosen by a person where the letter has none, or corrected."""

from typing import NamedTuple

from shared.contracts.envelope import Event, LongText, Text, Timestamp
from shared.contracts.ids import HsCode
from shared.contracts.intake import HsSource


class ChooseCommodity(NamedTuple):
    """By the district or the province, for one product of the present recommendation."""

    number: int
    """The product's place in the recommendation, from 1."""
    hs6: str
    commodity: str
    """The group of `hs6` in the table of commodities."""
    officer: str
    reason: str
    cause: str
    """The request: the history shows the choice beside its other events."""


class CommodityChosen(Event):
    """A person chose or corrected the HS code of a product; stays inside the service."""

    round_id: Text
    number: int
    product: Text
    hs6: HsCode
    commodity: Text
    was: HsCode | None
    """The code until then; None: the product waited for one."""
    was_source: HsSource | None
    officer: Text
    reason: LongText
    chosen_at: Timestamp
    cause: str
