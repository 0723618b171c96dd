"""The mentors of the story: who helps whom, when, and what comes of it. No dice, only hashes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.plumbing.access import Role
from shared.province.settings import chosen_province
from story.calling import Services
from story.plan import share
from story.platform import PROVINCE, Account, StoryError
from story.reconcile.evidence import Mentors

MENTORS = 24
PAGE = 1000
DESTINATIONS = ("MY", "SG", "CN", "JP", "AE", "NL")
Journey = Mapping[str, Any]


class Fate(StrEnum):
    """How a UMKM takes its way; overdue is said of the late and of the stuck."""

    EXPORTS = "exports"
    READY = "ready"
    LATE = "late"
    STUCK = "stuck"
    LEAVES = "leaves"


SHARES = {Fate.EXPORTS: 0.30, Fate.READY: 0.38, Fate.LATE: 0.15, Fate.STUCK: 0.07}
"""The rest leaves."""
IN_TIME = frozenset({Fate.EXPORTS, Fate.READY})


def fate_of(seed: int, journey: Journey) -> Fate:
    drawn = share(seed, "fate", journey["district"], journey["business_name"])
    for fate, part in SHARES.items():
        if drawn < part:
            return fate
        drawn -= part
    return Fate.LEAVES


@dataclass(frozen=True, slots=True)
class MentorSeason:
    """A season of the mentors' work: who passes which stage, so many days after the start."""

    day: int
    title: str
    passes: Mapping[Fate, str]
    assigns: bool = False
    leaves: bool = False
    exports: bool = False


def _all(fates: frozenset[Fate], stage: str) -> dict[Fate, str]:
    return dict.fromkeys(sorted(fates), stage)


# Packaging is due after 90 days, licensing 90 days later, marketing 60 days after that.
VISITS = (
    MentorSeason(1, "Mentors are assigned", {}, assigns=True),
    MentorSeason(60, "Packaging", _all(IN_TIME | {Fate.LEAVES}, "packaging")),
    MentorSeason(
        110, "The late are visited", _all(frozenset({Fate.LATE, Fate.STUCK}), "packaging")
    ),
    MentorSeason(140, "Licensing", _all(IN_TIME, "licensing"), leaves=True),
    MentorSeason(190, "Marketing", {**_all(IN_TIME, "marketing"), Fate.LATE: "licensing"}),
    MentorSeason(240, "First exports", {Fate.LATE: "marketing"}, exports=True),
)


async def list_journeys(services: Services) -> list[Journey]:
    """All of them, by UMKM id."""
    journeys: list[Journey] = []
    while True:
        after = journeys[-1]["umkm_id"] if journeys else ""
        page = await services.get(PROVINCE, "mentoring", "/journeys", after=after, limit=PAGE)
        journeys += page
        if len(page) < PAGE:
            return journeys


async def visit(services: Services, season: MentorSeason, seed: int, now: datetime) -> int:
    """Do the work of one season; returns how many things were reported to mentoring."""
    journeys = await list_journeys(services)
    commands = [c for rank, j in enumerate(journeys) for c in _reports(season, rank, j, seed, now)]
    by_account: dict[Account, list[dict[str, Any]]] = defaultdict(list)
    for report, account in commands:
        by_account[account].append(report)
    for account, reports in by_account.items():
        for start in range(0, len(reports), PAGE):
            portion = reports[start : start + PAGE]
            answers = await services.post(
                account, "mentoring", "/commands", key=f"{start}", json=portion
            )
            _judge(portion, answers)
    return len(commands)


def book_of(journeys: Sequence[Journey], seed: int) -> Mentors:
    """What must have come of it all, by the mentors' own plan."""
    fates = [fate_of(seed, journey) for journey in journeys]
    return Mentors(
        ready=sum(fate in IN_TIME or fate is Fate.LATE for fate in fates),
        left=fates.count(Fate.LEAVES),
        exported=fates.count(Fate.EXPORTS),
    )


def _reports(
    season: MentorSeason, rank: int, journey: Journey, seed: int, now: datetime
) -> Iterator[tuple[dict[str, Any], Account]]:
    """Each report with who makes it. Its id is its own, so that it counts once."""
    umkm, fate = journey["umkm_id"], fate_of(seed, journey)
    mentor = f"mentor-{int(share(seed, 'mentor', umkm) * MENTORS) + 1:02d}"
    by_mentor: Account = Role.MENTOR, mentor

    def report(name: str, **what: Any) -> dict[str, Any]:
        return {"umkm_id": umkm, "id": f"story/{name}/{umkm}"[:120], "command": what}

    if season.assigns:
        yield report("assign", type="assign-mentor", mentor=mentor), PROVINCE
    for item in _missing(journey, season.passes.get(fate)):
        proof = f"{item}.pdf"
        yield report(f"show/{item}", type="submit-evidence", item=item, reference=proof), by_mentor
        yield report(f"pass/{item}", type="pass-item", item=item, mentor=mentor), by_mentor
    if season.leaves and fate is Fate.LEAVES:
        yield (
            report("leave", type="leave", reason="Pemilik memilih melayani pasar lokal."),
            PROVINCE,
        )
    if season.exports and fate is Fate.EXPORTS:
        yield report("export", type="record-export", **_export(rank, umkm, seed, now)), by_mentor


def _missing(journey: Journey, stage: str | None) -> list[str]:
    return [item for each in journey["stages"] if each["id"] == stage for item in each["missing"]]


def _export(rank: int, umkm: str, seed: int, now: datetime) -> dict[str, Any]:
    drawn = share(seed, "export", umkm)
    return {
        "peb_number": f"{100_000 + rank:06d}",
        "destination": DESTINATIONS[int(drawn * len(DESTINATIONS))],
        "value_usd": round(800 + drawn * 24_000, 2),
        "exported_on": chosen_province().zone.day_of(now).isoformat(),
    }


def _judge(requests: Sequence[dict[str, Any]], answers: Sequence[dict[str, Any]]) -> None:
    """Nothing that the mentors of this story report should be refused."""
    for report, answer in zip(requests, answers, strict=True):
        if answer["refused"]:
            raise StoryError(f"mentoring refused {report['id']}: {answer['refused']['detail']}")
