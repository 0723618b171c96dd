"""Shows what became of the files of a folder, one line each."""

from collections.abc import Sequence

from rich.console import Console

from folder.letters import Aside


def show_aside(console: Console, aside: Sequence[Aside]) -> None:
    """Files that need attention come first."""
    for each in sorted(aside, key=lambda each: not each.missing):
        say_of(console, each.name, "not sent" if each.missing else "passed over", each.why)


def say_of(console: Console, name: str, status: str, why: str) -> None:
    console.print(f"{name}: {status}. {why}", markup=False, highlight=False, soft_wrap=True)
