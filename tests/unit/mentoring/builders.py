"""Journeys and programmes for tests; a builder fills what the test is not about."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from services.mentoring.app import journeys
from services.mentoring.model.commands import AssignMentor, PassItem, SubmitEvidence
from services.mentoring.model.journey import Journey
from services.mentoring.model.programme import Programme
from services.mentoring.rules.journeys import JourneyCommand
from shared.contracts.endorsement import UmkmPrioritised
from shared.indonesia.zones import Zone
from tests.support.deciders import Deciders

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MENTOR = "mentor-1"
CRAFT, FOOD = "460219", "200899"


def names_of(code: str) -> dict[str, str]:
    return {"id": f"Nama {code}", "en": f"Name of {code}"}


def an_item(item: str, *hs: str) -> dict[str, Any]:
    return {
        "id": item,
        "name": names_of(item),
        "evidence": "document",
        "required": {"hs": list(hs)} if hs else "always",
    }


def a_stage(stage: str, days: int, *items: dict[str, Any]) -> dict[str, Any]:
    return {"id": stage, "name": names_of(stage), "due_within_days": days, "items": list(items)}


def a_programme(version: int = 1, stages: Sequence[dict[str, Any]] | None = None) -> Programme:
    usual = (
        a_stage("packaging", 90, an_item("label")),
        a_stage("licensing", 60, an_item("nib"), an_item("halal", "20", "090121")),
        a_stage("marketing", 30, an_item("price-list")),
    )
    return Programme.model_validate(
        {
            "version": version,
            "id": "siap-ekspor",
            "name": {"id": "Siap Ekspor", "en": "Export ready"},
            "stages": list(stages or usual),
        }
    )


PROGRAMMES = {1: a_programme()}


def a_place(
    list_number: int = 1, hs6: tuple[str, ...] = (CRAFT,), *, kept: bool = False
) -> UmkmPrioritised:
    return UmkmPrioritised(
        umkm_id="u-1",
        list_number=list_number,
        rank=1,
        round_id="r-1",
        business_name="Anyaman Toba",
        district="12.12",
        hs6=hs6,
        kept=kept,
    )


def under(*programmes: Programme) -> Deciders:
    """The decider while these versions of the programme are known."""
    known = {programme.version: programme for programme in programmes}
    return Deciders(journeys(known, Zone.WIB), now=NOW)


given = under(*PROGRAMMES.values()).given


def a_journey(hs6: tuple[str, ...] = (CRAFT,), *commands: JourneyCommand) -> Journey:
    """Started with a mentor at NOW, and whatever else happens at that time."""
    begun = given(Journey("u-1")).when(a_place(hs6=hs6), AssignMentor(mentor=MENTOR))
    return begun.when(*commands).state


def shown(item: str) -> SubmitEvidence:
    return SubmitEvidence(item=item, reference=f"dokumen/{item}.pdf")


def passed(item: str) -> PassItem:
    return PassItem(item=item, mentor=MENTOR)


def whole(*items: str) -> list[JourneyCommand]:
    """Show and pass each."""
    return [command for item in items for command in (shown(item), passed(item))]


def a_ready_journey() -> Journey:
    return a_journey((CRAFT,), *whole("label", "nib", "price-list"))
