"""`./sentra bench`: measures the platform, as ratios within one run."""

import asyncio
import json
import sys
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console

from bench.imports.compare import compare as compare_imports
from bench.imports.deciding import deciding_ms
from bench.lists.compare import compare as compare_lists
from bench.pipeline.compare import compare
from bench.pipeline.whole import run_whole
from bench.projection.compare import compare as compare_projection
from bench.shown import (
    Shown,
    of_imports,
    of_lists,
    of_pipeline,
    of_projection,
    of_start,
    of_votes,
    of_whole,
)
from bench.start import measure_start
from bench.votes.compare import compare as compare_votes

app = App(name="bench", help="Measure, against honest opponents, in ratios within one run.")


@app.command
def pipeline(
    *,
    votes: int = 100_000,
    umkm: int = 33_000,
    runs: int = 3,
    seed: int = 1,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> None:
    """Compare the path of one service with a bare loop and with a textbook service.

    Parameters
    ----------
    votes
        Votes in random order.
    umkm
        UMKM that they are spread over; each has an open ballot before the first vote.
    runs
        Rounds; in each, every contender runs once. The median counts.
    seed
        Of the random order.
    as_json
        Print JSON with `ratio_to_bare` and `ratio_to_single`.

    """
    compared = asyncio.run(compare(votes, umkm, runs, seed, _say))
    _tell(of_pipeline(compared), as_json=as_json)


@app.command
def votes(
    *,
    umkm: int = 50_000,
    runs: int = 3,
    replicas: int = 3,
    seed: int = 1,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """Let three agencies vote on every UMKM, and check that all are decided, and none twice.

    The endorsement service, a real process, against a bare loop over the same votes; then two and
    more replicas of it, and one to which another is added during the run. The answer is 1 where a
    UMKM is not decided exactly once, or a vote not answered exactly once.

    Parameters
    ----------
    umkm
        Each has an open ballot before the first vote, and gets one vote of each agency.
    runs
        Of one replica, each between two of the bare loop. The median counts.
    replicas
        The most that share the work; they are faster only where there are cores for them.
    seed
        Of the votes and of the order in which each agency casts them.
    as_json
        Print JSON with `ratio_to_bare` and `faults`.

    """
    compared = asyncio.run(compare_votes(umkm, runs, replicas, seed, _say))
    _tell(of_votes(compared), as_json=as_json)
    return 1 if compared.faults else 0


@app.command
def projection(
    *,
    umkm: int = 8_000,
    runs: int = 3,
    seed: int = 1,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> None:
    """Compare a projection of two topics with a bare loop that writes the same views.

    Meant to stay at 0.6 of the bare loop or above.

    Parameters
    ----------
    umkm
        Each is recommended, voted on by three agencies, and endorsed.
    runs
        Rounds; in each, both run once. The median counts.
    seed
        Of the order of the events.
    as_json
        Print JSON with `ratio_to_bare`.

    """
    compared = asyncio.run(compare_projection(umkm, runs, seed, _say))
    _tell(of_projection(compared), as_json=as_json)


@app.command
def whole(
    *,
    letters: int = 33,
    rows: int = 1000,
    seed: int = 1,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> None:
    """Run all services on many letters, and say where the time goes.

    Parameters
    ----------
    letters
        Districts that answer, all on one day.
    rows
        UMKM in each letter; three agencies vote on every one.
    seed
        Of the letters.
    as_json
        Print JSON.

    """
    ran = asyncio.run(run_whole(letters, rows, seed, _say))
    _tell(of_whole(ran), as_json=as_json)


@app.command(name="import")
def import_(
    *,
    rows: int = 100_000,
    seed: int = 1,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> None:
    """Import one big file, CSV and XLSX, against a bare loop over the same file.

    The bare loop parses, writes the same documents and sends one event for each, and checks
    nothing. Meanwhile somebody recommends UMKM by hand, one after the other.

    Parameters
    ----------
    rows
        Of each file, up to 100,000.
    seed
        Of the rows.
    as_json
        Print JSON with `ratio_to_bare` for each kind of file, and `decision_ms` of a wide table.

    """
    decision_ms = deciding_ms(seed)
    measured = asyncio.run(compare_imports(rows, seed, _say))
    _tell(of_imports(measured, decision_ms), as_json=as_json)


@app.command
def lists(
    *,
    umkm: int = 65_000,
    capacity: int = 1_000,
    seed: int = 1,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> None:
    """Draft, publish and download a priority list, against a bare loop that ranks and writes.

    Parameters
    ----------
    umkm
        How many are endorsed.
    capacity
        Places on the list; all others wait.
    seed
        Of scores, districts and decisions.
    as_json
        Print JSON with the seconds of each step, peak memory, and `ratio_to_bare` of the draft.

    """
    measured = asyncio.run(compare_lists(umkm, capacity, seed, _say))
    _tell(of_lists(measured), as_json=as_json)


@app.command
def start(*, runs: int = 3, as_json: Annotated[bool, Parameter(name="--json")] = False) -> None:
    """Measure the start of the whole platform and of each service, and the memory they hold.

    Meant to stay below 15 s for the platform, 1.5 s for an import, and 1.5 GB for everything.

    Parameters
    ----------
    runs
        Rounds, each on a new data folder.
    as_json
        Print JSON.

    """
    measured = asyncio.run(measure_start(runs, _say))
    _tell(of_start(measured), as_json=as_json)


def _tell(shown: Shown, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(shown.to_programs) + "\n")
    else:
        Console().print(*shown.to_people)


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
