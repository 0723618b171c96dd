"""The HS code of a product: chosen by a person, corrected, and remembered for the next letter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.intake.model.commodities import ChooseCommodity, CommodityChosen
from services.intake.model.identities import normalised
from services.intake.model.nominations import STANDS, Nomination, NominationStatus, Standing
from services.intake.model.recommendation import Product, Recommendation
from services.intake.rules.announcing import recommended
from services.intake.rules.taking_back import standing_if
from shared.contracts.envelope import Event
from shared.contracts.intake import HsSource
from shared.plumbing.failures import Refused


def choose(state: Nomination, command: ChooseCommodity, now: datetime) -> Sequence[Event] | Refused:
    """Send out what waited, or send it out again with the corrected code.

    The closing of the round does not matter: the recommendation came in time. The same choice
    again changes nothing, except that a person has confirmed a proposed code.
    """
    if state.merged:
        return Refused("merged", f"{state.umkm_id} is merged into {state.merged.into}")
    standing = standing_if(state, None, *STANDS)
    if isinstance(standing, Refused):
        return standing
    assert state.recommendation  # noqa: S101 - a UMKM that stands was recommended
    products = state.recommendation.products
    if command.number > len(products):
        detail = f"{state.umkm_id} has {len(products)} products, so no product {command.number}"
        return Refused("no-product", detail, missing=True)
    product = products[command.number - 1]
    if product.hs6 == command.hs6 and product.hs_source is not HsSource.PROPOSED:
        return []
    chosen = _chosen(standing, product, command, now)
    after = with_choice(state, chosen)
    assert after.recommendation  # noqa: S101 - as before
    announced = recommended(after, after.recommendation, standing.round_id, standing.nominated_by)
    assert announced  # noqa: S101 - the chosen product has a code
    corrected = standing.status is NominationStatus.RECOMMENDED
    return [chosen, announced.model_copy(update={"corrected": corrected})]


def _chosen(
    standing: Standing, product: Product, command: ChooseCommodity, now: datetime
) -> CommodityChosen:
    return CommodityChosen(
        round_id=standing.round_id,
        number=command.number,
        product=product.name,
        hs6=command.hs6,
        commodity=command.commodity,
        was=product.hs6,
        was_source=product.hs_source if product.hs6 else None,
        officer=command.officer,
        reason=command.reason,
        chosen_at=now,
        cause=command.cause,
    )


def with_choice(state: Nomination, event: CommodityChosen) -> Nomination:
    assert state.recommendation  # noqa: S101 - it has the product
    code = {"hs6": event.hs6, "commodity": event.commodity, "hs_source": HsSource.CHOSEN}
    products = tuple(
        each.model_copy(update=code) if number == event.number else each
        for number, each in enumerate(state.recommendation.products, start=1)
    )
    return replace(
        state,
        recommendation=state.recommendation.model_copy(update={"products": products}),
        standings=tuple(
            replace(each, status=NominationStatus.RECOMMENDED)
            if each.round_id == event.round_id
            else each
            for each in state.standings
        ),
        choices=(*state.choices, event),
    )


def with_earlier_choices(state: Nomination, new: Recommendation) -> Recommendation:
    """Use what a person chose for the same product of this UMKM before: nobody chooses twice."""
    before = state.recommendation.products if state.recommendation else ()
    chosen = {_said(each): each for each in before if each.hs_source is HsSource.CHOSEN}
    if not chosen:
        return new
    products = tuple(_as_chosen(each, chosen.get(_said(each))) for each in new.products)
    return new.model_copy(update={"products": products})


def _said(product: Product) -> tuple[str, str | None]:
    return normalised(product.name), product.hs_given


def _as_chosen(product: Product, chosen: Product | None) -> Product:
    """A code that the letter names wins."""
    is_sure = product.hs6 and product.hs_source is not HsSource.PROPOSED
    if chosen is None or is_sure:
        return product
    return product.model_copy(update=chosen.model_dump(include={"hs6", "commodity", "hs_source"}))
