"""`./sentra demo`: plays a whole programme on the embedded platform and reconciles it."""

import asyncio
import shutil
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.markup import escape

from deploy.embedded.places import DEFAULT_DATA, Places
from deploy.embedded.platform import Platform
from deploy.embedded.shown import addresses, how_to_end
from deploy.embedded.signals import run_until_signal
from deploy.embedded.state import Broker, data_folder_held
from folder.shown import show_aside
from story.clock import BOOK
from story.director import play
from story.embedded import end_agencies, how_to_vote, start_agencies, story_platform
from story.plan import StoryPlan, plan_real, plan_sample
from story.platform import StoryError
from story.progress import shown
from story.report import print_report
from story.sample.letters import DEFAULT_SEED, write_letters

DOES_NOT_ADD_UP = 1
NO_STORY = 2
NOT_ALL_TAKEN = 3
OWN_MESSAGES = (
    "The demo counts its own letters only. Did you send votes or recommendations of your own to "
    "this folder before? Then they are the difference: `--fresh` begins anew."
)


def demo(  # noqa: PLR0913 - each is an option of the command
    *,
    letters: int = 33,
    rows: int = 100,
    seed: int = DEFAULT_SEED,
    from_: Annotated[Path | None, Parameter(name="--from")] = None,
    capacity: int = 1000,
    data: Path = DEFAULT_DATA,
    broker: Broker | None = None,
    fresh: bool = False,
    exit: bool = False,  # noqa: A002 - the word of the option
) -> int:
    """Play a whole programme: letters, votes, the priority list, mentoring, notices.

    Exits with 0 when everything adds up, 1 when not, 2 when there is no story, 3 when it adds up
    without a file that was refused or not sent.

    Parameters
    ----------
    letters
        How many districts there are, 1 to 33.
    rows
        How many UMKM each letter names.
    seed
        The same seed plays the same story.
    from_
        A folder of real letters (CSV and XLSX) instead, as they came; each has the code or the name
        of its district in its file name. A file that is no part of the story is named.
    capacity
        Places on the priority list.
    data
        Where the platform keeps its data. Playing the same story there again changes nothing.
    broker
        By default Apache Kafka, and the weaker stand-in only where Kafka cannot be had.
    fresh
        Throw away what the data folder holds, and begin anew.
    exit
        Stop everything when the story is over.

    """
    console = Console()
    places = Places.of(data)
    places.make()
    try:
        with data_folder_held(places):
            if fresh:
                _clear(places)
            folder = from_ or _write(places.data / "letters", letters, rows, seed)
        planned = plan_real if from_ else plan_sample
        plan = planned(folder, capacity=capacity, seed=seed)
        return run_until_signal(_demo(console, plan, data, broker, stay=not exit))
    except StoryError as error:
        sentence = f"[red]The story cannot go on:[/] {escape(str(error))}"
        console.print(sentence, highlight=False, soft_wrap=True)
        return NO_STORY


def _clear(places: Places) -> None:
    """Remove what the platform wrote. Other files in the folder stay."""
    for folder in (places.kafka, places.mongod, places.mail, places.sink, places.logs):
        shutil.rmtree(folder, ignore_errors=True)
    for file in places.run.iterdir():
        if file != places.lock_file:  # this process holds it
            file.unlink()
    places.make()


def _write(folder: Path, letters: int, rows: int, seed: int) -> Path:
    try:
        shutil.rmtree(folder, ignore_errors=True)
        write_letters(folder, letters=letters, rows=rows, seed=seed)
    except (ValueError, OSError) as error:
        raise StoryError(f"no letters could be written into {folder}: {error}.") from error
    return folder


async def _demo(
    console: Console, plan: StoryPlan, data: Path, broker: Broker | None, *, stay: bool
) -> int:
    def say(sentence: str) -> None:
        console.print(sentence, highlight=False, soft_wrap=True)

    show_aside(console, plan.aside)
    is_new = not (Places.of(data).run / BOOK).exists()
    async with Platform.open(data, broker=broker, say=say) as platform:
        await start_agencies(platform)
        with shown(console) as listen:
            result = await play(story_platform(platform), plan, listen)
        print_report(console, result)
        if not (result.holds or is_new):
            say(OWN_MESSAGES)
        await end_agencies(platform)
        if stay:
            say("The platform runs on.")
            say(addresses(platform.state()))
            say(how_to_vote(platform))
            say(how_to_end(platform.state()))
            await asyncio.Event().wait()
    if not result.holds:
        return DOES_NOT_ADD_UP
    is_missing = result.files_refused or any(each.missing for each in plan.aside)
    return NOT_ALL_TAKEN if is_missing else 0
