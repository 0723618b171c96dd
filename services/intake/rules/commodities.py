"""The HS code of a product: chosen by a person, corrected, and remembered for the next letter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.intake.model.commodities import ChooseCommodity, CommodityChosen
from services.intake.model.nominations import STANDS, Nomination, NominationStatus
from services.intake.model.recommendation import Product, Recommendation
from services.intake.rules.announcing import recommended
from services.intake.rules.taking_back import standing_if
from shared.contracts.envelope import Event
from shared.contracts.intake import HsSource
from shared.plumbing.core.failures import Refused
from shared.tables.spelling import normalised


def choose(state: Nomination, command: ChooseCommodity, now: datetime) -> Sequence[Event] | Refused:
    """Publish what waited, or publish it again with the corrected code.

    The closing of the round does not matter: the recommendation came in time. The same choice
    again changes nothing; a proposed code that is chosen becomes a confirmed one.
    """
    if state.merged:
        return Refused("merged", f"{state.umkm_id} is merged into {state.merged.into}")
    standing = standing_if(state, None, *STANDS)
    if isinstance(standing, Refused):
        return standing
    before = state.recommendation
    assert before  # noqa: S101 - a UMKM that stands was recommended
    if command.number > len(before.products):
        detail = f"{state.umkm_id} has {len(before.products)} products"
        return Refused("no-product", detail, missing=True)
    product = before.products[command.number - 1]
    if product.hs6 == command.hs6 and product.hs_source is not HsSource.PROPOSED:
        return []
    chosen = CommodityChosen(
        **command._asdict(),
        round_id=standing.round_id,
        product=product.name,
        was=product.hs6,
        was_source=product.hs_source if product.hs6 else None,
        chosen_at=now,
    )
    new, stands_for = _with_code(before, chosen), (standing.round_id, standing.nominated_by)
    is_published = standing.status is NominationStatus.RECOMMENDED
    return [chosen, recommended(state, new, *stands_for, corrected=is_published)]


def with_choice(state: Nomination, event: CommodityChosen) -> Nomination:
    assert state.recommendation  # noqa: S101 - it has the product
    return replace(
        state,
        recommendation=_with_code(state.recommendation, event),
        standings=state.standing_anew(event.round_id, status=NominationStatus.RECOMMENDED),
        choices=(*state.choices, event),
    )


def _with_code(before: Recommendation, event: CommodityChosen) -> Recommendation:
    code = {"hs6": event.hs6, "commodity": event.commodity, "hs_source": HsSource.CHOSEN}
    products = tuple(
        each.model_copy(update=code) if number == event.number else each
        for number, each in enumerate(before.products, start=1)
    )
    return before.model_copy(update={"products": products})


def with_earlier_choices(state: Nomination, new: Recommendation) -> Recommendation:
    """Use what a person chose for the same product of this UMKM before: nobody chooses twice."""
    before = state.recommendation.products if state.recommendation else ()
    chosen = {_wording(each): each for each in before if each.hs_source is HsSource.CHOSEN}
    if not chosen:
        return new
    products = tuple(_as_chosen(each, chosen.get(_wording(each))) for each in new.products)
    return new.model_copy(update={"products": products})


def _wording(product: Product) -> tuple[str, str | None]:
    return normalised(product.name), product.hs_given


def _as_chosen(product: Product, chosen: Product | None) -> Product:
    """A code that the letter names wins."""
    is_sure = product.hs6 and product.hs_source is not HsSource.PROPOSED
    if chosen is None or is_sure:
        return product
    return product.model_copy(update=chosen.model_dump(include={"hs6", "commodity", "hs_source"}))
