"""The acts of the story, in order; each may be played again and then changes nothing."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from folder.letters import Letter
from shared.province.settings import chosen_province
from story.calling import Services
from story.clock import StoryClock
from story.letters import IntakeAnswers, send_letters
from story.mentors import VISITS, MentorSeason, visit
from story.plan import (
    LIST_DAY,
    REMINDED_DAYS_BEFORE,
    REMINDER_DAY,
    ROUND,
    ROUND_DAYS,
    StoryPlan,
)
from story.platform import PROVINCE
from story.quiescence import Quiescence
from story.reconcile.checks.rows import has_accepted

LIST_NUMBER = 1


@dataclass
class Scene:
    """What every act has at hand."""

    plan: StoryPlan
    services: Services
    clock: StoryClock
    quiescence: Quiescence
    answers: IntakeAnswers = field(default_factory=IntakeAnswers)


class Act(NamedTuple):
    """On a day, counted from the beginning, something happens."""

    title: str
    day: float
    play: Callable[[Scene], Awaitable[str]] | None = None
    """Says in words what was done; None where time alone does it."""
    says: str = ""


def acts(plan: StoryPlan) -> tuple[Act, ...]:
    months = tuple(Act(v.title, LIST_DAY + v.day, _season(v)) for v in VISITS)
    return (
        Act("The round is opened", 0, _open_round),
        Act("Letters at once", 0, _letters(plan.at_once)),
        Act("The reminder", REMINDER_DAY, _count_silent),
        Act("Letters after the reminder", REMINDER_DAY, _letters(plan.after_reminder)),
        Act("The round closes", ROUND_DAYS, says="nothing is taken in any more"),
        Act("Ballots lapse", LIST_DAY, says="silence never approves"),
        Act("The priority list", LIST_DAY, _publish_list),
        *months,
        Act("The year ends", LIST_DAY + VISITS[-1].day + 60, says="overdue stages are reported"),
    )


async def _open_round(scene: Scene) -> str:
    await scene.services.post(
        PROVINCE,
        "intake",
        "/rounds",
        key=f"open-{ROUND}",
        json={
            "round_id": ROUND,
            "title": f"Rekomendasi UMKM binaan Export Centre {chosen_province().name}",
            "letter_number": "500.2.2/1234/2026",
            "opens_at": scene.clock.began.isoformat(),
            "closes_at": scene.clock.day(ROUND_DAYS).isoformat(),
            "reminder_days": [REMINDED_DAYS_BEFORE],
            "districts": list(scene.plan.asked_districts),
        },
    )
    return f"{len(scene.plan.asked_districts)} districts are asked"


def _letters(letters: Sequence[Letter]) -> Callable[[Scene], Awaitable[str]]:
    async def play(scene: Scene) -> str:
        rows = await send_letters(scene.services, letters, scene.answers)
        refused = sum(letter.name in scene.answers.refused for letter in letters)
        summary = f"{len(letters) - refused} letters with {rows:,} rows"
        return f"{summary}, {refused} files refused" if refused else summary

    return play


async def _count_silent(scene: Scene) -> str:
    """A district of whose letters nothing was accepted is reminded like one that sent none."""
    answered = {
        letter.district
        for letter in scene.plan.at_once
        if has_accepted(scene.answers.rows.get(letter.name, {}).values())
    }
    return f"{len({*scene.plan.asked_districts} - answered)} districts are silent"


async def _publish_list(scene: Scene) -> str:
    """Draft it, as an officer would look at it, and publish it."""
    lists = "/priority-lists"
    await scene.services.post(
        PROVINCE,
        "endorsement",
        lists,
        key=f"list-{LIST_NUMBER}",
        json={"number": LIST_NUMBER, "capacity": scene.plan.capacity},
    )
    made = await scene.services.post(
        PROVINCE, "endorsement", f"{lists}/{LIST_NUMBER}/publish", key=f"publish-list-{LIST_NUMBER}"
    )
    return f"{made['placed']:,} places of {made['capacity']:,}, {made['waiting']:,} wait"


def _season(season: MentorSeason) -> Callable[[Scene], Awaitable[str]]:
    async def play(scene: Scene) -> str:
        now = scene.clock.day(LIST_DAY + season.day)
        count = await visit(scene.services, season, scene.plan.seed, now)
        return f"{count:,} reports of mentors"

    return play
