"""Shows measurements: one object for programs, tables for people."""

import os
from collections.abc import Mapping
from dataclasses import asdict
from statistics import median
from typing import Any, NamedTuple

from rich.table import Table

from bench.imports.compare import MeasuredImport
from bench.imports.deciding import COLUMNS
from bench.lists.compare import MeasuredLists
from bench.pipeline.compare import CONTENDERS, PipelineComparison
from bench.pipeline.whole import Whole
from bench.projection.compare import ProjectionComparison
from bench.start import Start
from bench.votes.compare import Compared, Run

TELLS = {
    "bare": "bare loop: no inbox, no history, no dead letters",
    "sentra": "the endorsement service",
    "single": "textbook service: one message at a time",
}


class Shown(NamedTuple):
    """One result in both forms."""

    to_programs: dict[str, Any]
    to_people: list[str | Table]


def of_pipeline(compared: PipelineComparison) -> Shown:
    figures = {
        "votes": compared.votes,
        "umkm": compared.umkm,
        "ratio_to_bare": round(compared.ratio("bare"), 3),
        "ratio_to_single": round(compared.ratio("single"), 1),
        "votes_per_second": {name: round(compared.median(name)) for name in CONTENDERS},
        "runs": {name: [round(rate) for rate in compared.rates[name]] for name in CONTENDERS},
        "peak_mb": compared.peak_mb,
    }
    title = f"{compared.votes:,} votes over {compared.umkm:,} UMKM, median of runs"
    table = Table("", "votes/s", "runs", "sentra is", "peak MB", title=title)
    for name in CONTENDERS:
        runs = " ".join(f"{rate:,.0f}" for rate in sorted(compared.rates[name]))
        ratio = "" if name == "sentra" else f"{compared.ratio(name):.2f} x"
        rate = f"{compared.median(name):,.0f}"
        table.add_row(TELLS[name], rate, runs, ratio, str(compared.peak_mb[name]))
    return Shown(figures, [table])


def of_votes(compared: Compared) -> Shown:
    groups = {"bare": compared.bare, "1 replica": compared.sentra}
    groups |= {run.who: [run] for run in compared.more}
    figures = {
        "umkm": compared.umkm,
        "votes": compared.votes,
        "cores": os.cpu_count(),
        "ratio_to_bare": round(compared.ratio, 3),
        "faults": compared.faults,
        "runs": {who: [_run(run) for run in runs] for who, runs in groups.items()},
    }
    title = f"three votes on each of {compared.umkm:,} UMKM, {os.cpu_count()} cores"
    table = Table("", "votes/s", "CPU us a vote", "peak MB", "shares", title=title)
    for who, runs in groups.items():
        shares = " ".join(f"{share:,}" for share in runs[-1].work.applied.values())
        table.add_row(
            who,
            f"{median(run.rate for run in runs):,.0f}",
            f"{median(run.cpu_us for run in runs):,.0f}",
            str(max(run.peak_mb for run in runs)),
            shares,
        )
    sentence = f"One replica reaches {compared.ratio:.2f} of the bare loop."
    checked = compared.faults or ["All are decided once, all votes answered once, no id twice."]
    return Shown(figures, [table, "\n".join([sentence, *checked])])


def _run(run: Run) -> dict[str, Any]:
    return {
        "votes_per_second": round(run.rate),
        "cpu_us": round(run.cpu_us),
        "peak_mb": run.peak_mb,
        "shares": list(run.work.applied.values()),
        "races_lost": run.work.races_lost,
        "repeated": run.verdict.repeated,
        "events": run.verdict.counts,
    }


def of_projection(compared: ProjectionComparison) -> Shown:
    figures = {
        "umkm": compared.umkm,
        "events": compared.events,
        "ratio_to_bare": round(compared.ratio_to_bare, 3),
        "runs": {name: [round(rate) for rate in rates] for name, rates in compared.rates.items()},
    }
    title = f"{compared.events:,} events about {compared.umkm:,} UMKM"
    table = Table("", "events/s", "runs", title=title)
    for name, rates in compared.rates.items():
        runs = " ".join(f"{rate:,.0f}" for rate in sorted(rates))
        table.add_row(name, f"{compared.median(name):,.0f}", runs)
    sentence = f"The projection reaches {compared.ratio_to_bare:.2f} of the bare loop."
    return Shown(figures, [table, sentence])


def of_whole(ran: Whole) -> Shown:
    sentence = (
        f"{ran.recommendations:,} recommendations, {sum(ran.events.values()):,} events in "
        f"{ran.seconds:.1f} s: {ran.events_per_second:,.0f} events/s"
    )
    table = Table("program", "CPU s", "MB before", "MB at most")
    for name, cpu in ran.cpu_seconds.items():
        table.add_row(name, f"{cpu:.1f}", str(ran.first_mb[name]), str(ran.peak_mb[name]))
    figures = asdict(ran) | {"events_per_second": round(ran.events_per_second)}
    return Shown(figures, [sentence, table])


def of_imports(measured: Mapping[str, MeasuredImport], decision_ms: float) -> Shown:
    ratio = {"ratio_to_bare": round(measured["csv"].ratio_to_bare, 3)}
    decision = {"decision_ms": round(decision_ms, 1)}
    sentence = f"What {COLUMNS} columns hold is decided in {decision_ms:.0f} ms."
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
    kinds = {kind: each.as_json() for kind, each in measured.items()}
    return Shown(ratio | decision | kinds, [table, sentence])


def of_lists(measured: MeasuredLists) -> Shown:
    title = f"{measured.endorsed:,} endorsed UMKM, {measured.capacity:,} places"
    table = Table("step", "seconds", "peak MB", "KB", title=title)
    for step, taken in measured.seconds.items():
        size = measured.kilobytes.get(step)
        shown = "" if size is None else f"{size:,}"
        table.add_row(step, f"{taken:.2f}", str(measured.peak_mb[step]), shown)
    bare = ", ".join(f"{taken:.2f}" for taken in measured.bare_seconds)
    sentence = f"The bare loop takes {bare} s; a draft {measured.ratio_to_bare:.2f} times as long."
    return Shown(measured.as_json(), [table, sentence])


def of_start(start: Start) -> Shown:
    total = sum(start.memory_mb.values())
    seconds = ", ".join(f"{each:.1f}" for each in start.platform_seconds)
    imports = Table("import", "seconds", "of its libraries")
    for name, seconds_each in start.import_seconds.items():
        ratio = seconds_each / start.import_seconds["libraries"]
        imports.add_row(name, f"{seconds_each:.2f}", f"{ratio:.2f} x")
    memory = Table("program", "MB")
    for name, megabytes in start.memory_mb.items():
        memory.add_row(name, str(megabytes))
    memory.add_section()
    memory.add_row("all", str(total))
    figures = asdict(start) | {"total_mb": total}
    return Shown(figures, [f"The platform stands after {seconds} s.", imports, memory])
