"""Shows the result of an import: a table for people, a list for programs."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Column

from folder.letters import Aside, Letter
from folder.shown import say_of, show_aside

COUNTS = ("rows", "accepted", "refused", "duplicates")
COUNT_WIDTH = len("duplicates")
NOT_SENT, PASSED_OVER = "not-sent", "passed-over"
WAITS = "waiting-for-columns"
_ROWS_ARE_LOST = "sheet-"
"""The codes of notices on sheets that are not read."""
Job = dict[str, Any]


def as_job(aside: Aside) -> Job:
    """Describe a file that was not sent like a sent one, for one list."""
    code = NOT_SENT if aside.missing else PASSED_OVER
    failure = {"code": code, "message_id": None, "message_en": aside.why}
    return {"file": aside.name, "status": code, "failure": failure}


def progress_on(console: Console) -> Progress:
    """A bar for each file. A long name takes a second line."""
    return Progress(
        TextColumn("{task.description}", table_column=Column(overflow="fold", ratio=1)),
        BarColumn(bar_width=16, table_column=Column(no_wrap=True)),
        TaskProgressColumn(table_column=Column(no_wrap=True)),
        TextColumn("{task.fields[rate]}", table_column=Column(no_wrap=True)),
        TimeElapsedColumn(table_column=Column(no_wrap=True)),
        console=console,
        expand=True,
    )


def show(
    console: Console, letters: Sequence[Letter], jobs: Sequence[Job], aside: Sequence[Aside]
) -> None:
    """Counts in a table, and reasons below it."""
    if letters:
        console.print(_table(letters, jobs), markup=False, highlight=False, soft_wrap=True)
    for letter, job in zip(letters, jobs, strict=True):
        if sentence := job.get("failure") or job.get("question"):
            both = filter(None, (sentence.get("message_id"), sentence["message_en"]))
            say_of(console, letter.name, job["status"], " / ".join(both))
        for notice in job.get("notices", ()):
            if notice["code"].startswith(_ROWS_ARE_LOST):
                words = f"{notice['message_id']} / {notice['message_en']} ({notice['given']})"
                say_of(console, letter.name, job["status"], words)
    show_aside(console, aside)


def _table(letters: Sequence[Letter], jobs: Sequence[Job]) -> str:
    """The name comes last, so that a long one can be copied."""
    wide = max(len(job["status"]) for job in jobs)
    lines = ["district  " + " ".join(["".ljust(wide), *map(_right, COUNTS)]) + "  file"]
    for letter, job in zip(letters, jobs, strict=True):
        counts = (_right(str(job.get(name, ""))) for name in COUNTS)
        fate = " ".join([job["status"].ljust(wide), *counts])
        lines.append(f"{letter.district:<8}  {fate}  {letter.name}")
    return "\n".join(lines)


def _right(cell: str) -> str:
    return cell.rjust(COUNT_WIDTH)
