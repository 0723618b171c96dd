"""`./sentra bench`: what the platform reaches, as ratios within one run."""

import asyncio
import json
import sys
from dataclasses import asdict
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table

from tests.bench.imports.compare import compare as compare_imports
from tests.bench.pipeline.compare import CONTENDERS, Comparison, compare
from tests.bench.pipeline.whole import run_whole
from tests.bench.start import measure_start

app = App(name="bench", help="Measure, against honest opponents, in ratios within one run.")

TELLS = {
    "bare": "bare loop: no inbox, no history, no dead letters",
    "sentra": "the endorsement service",
    "single": "textbook service: one message at a time",
}


@app.command
def pipeline(
    *,
    votes: int = 100_000,
    umkm: int = 33_000,
    runs: int = 3,
    seed: int = 1,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
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
    if as_json:
        sys.stdout.write(json.dumps(to_json(compared)) + "\n")
    else:
        Console().print(to_table(compared))
    return 0


@app.command
def whole(
    *,
    letters: int = 33,
    rows: int = 1000,
    seed: int = 1,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """Run all four services on many letters, and say where the time goes.

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
    if as_json:
        rate = {"events_per_second": round(ran.events_per_second)}
        sys.stdout.write(json.dumps(asdict(ran) | rate) + "\n")
        return 0
    Console().print(
        f"{ran.recommendations:,} recommendations, {sum(ran.events.values()):,} events in "
        f"{ran.seconds:.1f} s: {ran.events_per_second:,.0f} events/s"
    )
    table = Table("program", "CPU s", "MB before", "MB at most")
    for name, cpu in ran.cpu_seconds.items():
        table.add_row(name, f"{cpu:.1f}", str(ran.first_mb[name]), str(ran.peak_mb[name]))
    Console().print(table)
    return 0


@app.command(name="import")
def import_(
    *,
    rows: int = 100_000,
    seed: int = 1,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
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
        Print JSON with `ratio_to_bare` for each kind of file.

    """
    measured = asyncio.run(compare_imports(rows, seed, _say))
    if as_json:
        told = {kind: each.as_json() for kind, each in measured.items()}
        ratio = {"ratio_to_bare": round(measured["csv"].ratio_to_bare, 3)}
        sys.stdout.write(json.dumps(ratio | told) + "\n")
        return 0
    table = Table("", "rows/s", "bare rows/s", "ratio", "bare parse s", "peak MB", "by hand ms")
    for kind, each in measured.items():
        table.add_row(
            kind,
            f"{each.rows_per_second:,.0f}",
            f"{each.bare_rows_per_second:,.0f}",
            f"{each.ratio_to_bare:.2f}",
            f"{each.bare_parse_seconds:.1f}",
            str(each.total_peak_mb),
            f"{each.interactive_median_ms:.0f}",
        )
    Console().print(table)
    return 0


@app.command
def start(*, runs: int = 3, as_json: Annotated[bool, Parameter(name="--json")] = False) -> int:
    """Measure the start of the whole platform and of each service, and the memory they hold.

    Parameters
    ----------
    runs
        Rounds, each on a new data folder.
    as_json
        Print JSON.

    """
    found = asyncio.run(measure_start(runs, _say))
    if as_json:
        total = {"total_mb": sum(found.memory_mb.values())}
        sys.stdout.write(json.dumps(asdict(found) | total) + "\n")
        return 0
    seconds = ", ".join(f"{each:.1f}" for each in found.platform_seconds)
    Console().print(f"The platform stands after {seconds} s.")
    imports = Table("import", "seconds", "of its libraries")
    for name, median in found.import_seconds.items():
        imports.add_row(
            name, f"{median:.2f}", f"{median / found.import_seconds['libraries']:.2f} x"
        )
    memory = Table("program", "MB")
    for name, megabytes in found.memory_mb.items():
        memory.add_row(name, str(megabytes))
    memory.add_section()
    memory.add_row("all", str(sum(found.memory_mb.values())))
    Console().print(imports, memory)
    return 0


def to_json(compared: Comparison) -> dict[str, object]:
    return {
        "votes": compared.votes,
        "umkm": compared.umkm,
        "ratio_to_bare": round(compared.ratio("bare"), 3),
        "ratio_to_single": round(compared.ratio("single"), 1),
        "votes_per_second": {name: round(compared.median(name)) for name in CONTENDERS},
        "runs": {name: [round(rate) for rate in compared.rates[name]] for name in CONTENDERS},
        "peak_mb": compared.peak_mb,
    }


def to_table(compared: Comparison) -> Table:
    title = f"{compared.votes:,} votes over {compared.umkm:,} UMKM, median of runs"
    table = Table("", "votes/s", "runs", "sentra is", "peak MB", title=title)
    for name in CONTENDERS:
        runs = " ".join(f"{rate:,.0f}" for rate in sorted(compared.rates[name]))
        ratio = "" if name == "sentra" else f"{compared.ratio(name):.2f} x"
        median = f"{compared.median(name):,.0f}"
        table.add_row(TELLS[name], median, runs, ratio, str(compared.peak_mb[name]))
    return table


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
