"""How the story is told while it is played: a live bar, or plain lines where nobody watches."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from story.director import Listener, Told


@contextmanager
def shown(console: Console) -> Iterator[Listener]:
    """Print a line for each act; on a terminal, with a bar under them."""
    if not console.is_terminal:
        yield lambda told: _line(console, told)
        return
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task("The story begins", total=None)

        def listen(told: Told) -> None:
            done = told.number if told.what else told.number - 1
            description = f"Day {told.day:g}: {told.title}"
            progress.update(task, description=description, completed=done, total=told.of)
            _line(progress.console, told)

        yield listen


def _line(console: Console, told: Told) -> None:
    if told.what:
        console.print(
            f"  day {told.day:>3g}  {told.title:<28} {told.what}", highlight=False, soft_wrap=True
        )
