"""Plays the story on a running platform, and counts what came of it."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from folder.letters import Letter
from shared.province.settings import chosen_province
from story.acts import Act, Scene, acts
from story.calling import Services
from story.clock import StoryClock
from story.letters import IntakeAnswers
from story.mentors import book_of, list_journeys
from story.plan import StoryPlan
from story.platform import StoryPlatform
from story.quiescence import Quiescence
from story.reconcile.collections import read_collections
from story.reconcile.deliveries import read_deliveries
from story.reconcile.evidence import (
    LetterLine,
    Letters,
    Mentors,
    RowOutcome,
    RunEvidence,
    SentLetter,
)
from story.reconcile.private_words import private_words
from story.reconcile.reading_letters import read_letter
from story.reconcile.reconciling import reconcile
from story.reconcile.result import Reconciliation
from story.reconcile.topics import read_topics
from story.sample.manifest import find_manifest


class ActReport(NamedTuple):
    """Where the story is."""

    number: int
    of: int
    title: str
    day: float
    what: str


class Listener(Protocol):
    def __call__(self, report: ActReport) -> None:
        """Hear of an act before it is played (`what` is empty) and after all of it happened."""


async def play(platform: StoryPlatform, plan: StoryPlan, listen: Listener) -> Reconciliation:
    """Play every act, then reconcile. The same plan on the same data ends the same.

    Raises StoryError with a sentence that says who or what stands in the way.
    """
    async with Services(platform) as services, Quiescence(platform, services) as quiescence:
        clock = await StoryClock.open(platform, services, plan)
        answers = IntakeAnswers.read(platform.book)
        scene = Scene(plan, services, clock, quiescence, answers)
        programme = acts(plan)
        for number, act in enumerate(programme, start=1):
            listen(ActReport(number, len(programme), act.title, act.day, ""))
            what = await _play(scene, act, first=number == 1)
            answers.keep(platform.book)
            listen(ActReport(number, len(programme), act.title, act.day, what))
        mentors = book_of(await list_journeys(services), plan.seed)
    return await count(platform, plan, answers, mentors)


async def _play(scene: Scene, act: Act, *, first: bool) -> str:
    """What time alone does comes before what people do; the next act waits for all of it."""
    moved = await scene.clock.advance_to(act.day)
    since = scene.clock.day(act.day)
    if moved or first:  # else the act before has waited
        await scene.quiescence.wait(since)
    if act.play is None:
        return act.says
    what = await act.play(scene)
    await scene.quiescence.wait(since)
    return what


async def count(
    platform: StoryPlatform, plan: StoryPlan, answers: IntakeAnswers, mentors: Mentors
) -> Reconciliation:
    """Read the letters, the topics and the collections, each on its own, and compare."""
    letters = await asyncio.to_thread(counted_letters, plan, answers)
    topics = await read_topics(platform.kafka)
    collections = await read_collections(platform.mongo_url)
    deliveries = await asyncio.to_thread(read_deliveries, platform.mail, platform.sink)
    evidence = RunEvidence(
        letters,
        topics,
        collections,
        deliveries,
        mentors,
        plan.capacity,
        districts=tuple(chosen_province().names),
        agencies=platform.agencies,
    )
    return await asyncio.to_thread(reconcile, evidence)


def counted_letters(plan: StoryPlan, answers: IntakeAnswers) -> Letters:
    taken = [letter for letter in plan.sent if letter.name in answers.rows]
    whole = [letter for letter in taken if letter.name not in answers.refused]
    read = {letter.name: read_letter(letter.path) for letter in whole}
    late = {letter.name for letter in plan.after_reminder}
    sent = [
        SentLetter(
            letter.name,
            letter.district,
            tuple(read[letter.name].rows if letter.name in read else answers.rows[letter.name]),
            answers.rows[letter.name],
            after_reminder=letter.name in late,
        )
        for letter in taken
    ]
    words = private_words(read.values())
    return Letters(tuple(sent), plan.asked_districts, _expected(whole), words, answers.refused)


def _expected(taken: Sequence[Letter]) -> dict[LetterLine, RowOutcome] | None:
    """From the manifest beside the letters, where it knows them all; real letters have none."""
    manifest = find_manifest(taken[0].path.parent) if taken else None
    order = [letter.name for letter in taken]
    if manifest is None or not {*order} <= {letter.file for letter in manifest.letters}:
        return None
    return {
        LetterLine(place.letter, place.line): RowOutcome(row.outcome, row.codes)
        for place, row in manifest.expected(order).items()
    }
