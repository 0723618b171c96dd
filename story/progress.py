"""How the story is told while it is played: a live bar, or plain lines where nobody watches."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from story.director import ActReport, Listener


@contextmanager
def shown(console: Console) -> Iterator[Listener]:
    """Print a line for each act; on a terminal, with a bar under them."""
    if not console.is_terminal:
        yield lambda report: _line(console, report)
        return
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task("The story begins", total=None)

        def listen(report: ActReport) -> None:
            done = report.number if report.what else report.number - 1
            description = f"Day {report.day:g}: {report.title}"
            progress.update(task, description=description, completed=done, total=report.of)
            _line(progress.console, report)

        yield listen


def _line(console: Console, report: ActReport) -> None:
    if report.what:
        console.print(
            f"  day {report.day:>3g}  {report.title:<28} {report.what}",
            highlight=False,
            soft_wrap=True,
        )
