"""A small programme on the embedded platform: played here, or by a process that can be killed."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from deploy.embedded.platform import Platform
from deploy.embedded.state import Broker
from shared.contracts.endorsement import VoteCast, VoteRefused
from story.director import ActReport, Listener, play
from story.embedded import start_agencies, story_platform
from story.plan import StoryPlan, plan_sample
from story.reconcile.result import Reconciliation
from story.sample.letters import write_letters

LETTERS, ROWS, SEED = 3, 10, 7
VOTES = (VoteCast.type, VoteRefused.type)


def a_plan(data: Path, letters: int = LETTERS) -> StoryPlan:
    folder = data / f"letters-{letters}"
    write_letters(folder, letters=letters, rows=ROWS, seed=SEED)
    return plan_sample(folder, capacity=100, seed=SEED)


@asynccontextmanager
async def platform_on(data: Path, broker: Broker = Broker.KAFKA) -> AsyncIterator[Platform]:
    """The engines, the services, the inbox and the agencies, on free ports."""
    async with Platform.open(data, broker=broker, usual_ports=False) as platform:
        await start_agencies(platform)
        yield platform


async def play_on(
    data: Path, listen: Listener = lambda _report: None, broker: Broker = Broker.KAFKA
) -> Reconciliation:
    async with platform_on(data, broker) as platform:
        return await play(story_platform(platform), a_plan(data), listen)


def outcome(result: Reconciliation) -> dict[str, int]:
    """What the programme came to; whether a vote came before the decision is a matter of luck."""
    figures = dict(result.figures)
    return figures | {"votes answered": sum(figures.pop(each, 0) for each in VOTES)}


def failures(result: Reconciliation) -> list[str]:
    return [
        f"{c.name}: {c.letters}/{c.topics}/{c.collections} {c.explanation}" for c in result.failed()
    ]


if __name__ == "__main__":

    def say(report: ActReport) -> None:
        sys.stdout.write(f"{'' if report.what else 'begin '}{report.title}\n")
        sys.stdout.flush()

    asyncio.run(play_on(Path(sys.argv[1]), say))
