"""The result for people: what went through each service, and the reconciliation."""

from rich.console import Console
from rich.table import Table

from story.reconcile.result import Check, Figure, Reconciliation, ServiceFigures


def print_report(console: Console, result: Reconciliation) -> None:
    console.print(_services(result))
    for each in result.services:
        if each.refused:
            console.print(f"{each.service} refused: {_reasons(each)}", highlight=False)
    for file, why in result.files_refused.items():
        console.print(
            f"intake refused {file}: {why}", markup=False, highlight=False, soft_wrap=True
        )
    console.print()
    console.print(_checks(result))
    if result.repeated:
        console.print(f"{result.repeated:,} records came twice, with the same id and bytes.")
    for check in result.failed():
        console.print(
            f"[red]Does not add up:[/] {check.name}. {check.explanation}", highlight=False
        )
    if result.holds:
        console.print(f"[green]Everything adds up[/]: {len(result.checks)} checks hold.")


def _services(result: Reconciliation) -> Table:
    table = Table(
        box=None, pad_edge=False, title="What went through each service", title_justify="left"
    )
    table.add_column("service")
    for heading in ("received", "accepted", "refused", "emitted", "dead", "notices"):
        table.add_column(heading, justify="right")
    for each in result.services:
        table.add_row(each.service, *_figures(each))
    return table


def _figures(each: ServiceFigures) -> list[str]:
    refused = each.received - each.accepted
    figures = each.received, each.accepted, refused, each.emitted, each.dead_lettered, each.notices
    return [f"{figure:,}" for figure in figures]


def _reasons(each: ServiceFigures) -> str:
    by_count = sorted(each.refused.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{reason} {count:,}" for reason, count in by_count)


def _checks(result: Reconciliation) -> Table:
    table = Table(
        box=None,
        pad_edge=False,
        title="Reconciliation: the same, counted separately",
        title_justify="left",
    )
    table.add_column("")
    table.add_column("what")
    for source in ("letters*", "topics", "collections"):
        table.add_column(source, justify="right")
    for check in result.checks:
        table.add_row(_mark(check), check.name, *_three(check))
    table.caption = "* from the letters and what follows from them by the plan of the story"
    table.caption_justify = "left"
    return table


def _why(check: Check) -> str:
    """The figures, or who is meant."""
    sources = (
        ("letters", check.letters),
        ("topics", check.topics),
        ("collections", check.collections),
    )
    figures = ", ".join(f"{name} {figure:,}" for name, figure in sources if figure is not None)
    return ". ".join(part for part in (figures, check.explanation) if part)


def _mark(check: Check) -> str:
    return "[green]✓[/]" if check.ok else "[red]✗[/]"


def _three(check: Check) -> list[str]:
    return [_figure(f) for f in (check.letters, check.topics, check.collections)]


def _figure(figure: Figure) -> str:
    return "" if figure is None else f"{figure:,}"
