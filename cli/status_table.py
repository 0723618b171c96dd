"""The table of `./sentra status`."""

from rich.console import Console
from rich.table import Table

from cli.status import Status

RIGHT = frozenset({"pid", "lag", "pending", "dead letters", "restarts"})


def show(status: Status) -> None:
    columns = ("name", "pid", "http", "healthy", "lag", "pending", "dead letters", "restarts")
    table = Table(*columns, "last exit", box=None, pad_edge=False)
    for column in table.columns:
        column.justify = "right" if column.header in RIGHT else "left"
        column.no_wrap = True
    for row in status.services:
        figures = (row.lag, row.pending, row.dead_letters, row.restarts)
        known = ("-" if figure is None else str(figure) for figure in figures)
        table.add_row(
            row.name, str(row.pid or "-"), row.http, _yes(row.healthy), *known, row.last_exit or ""
        )
    for engine in status.engines:
        blanks = ("", "", "")
        table.add_row(
            *(engine.name, str(engine.pid or "-"), f":{engine.port}", _yes(engine.healthy)),
            *(*blanks, str(engine.restarts), engine.last_exit or ""),
        )
    console = Console()
    console.print(table)
    console.print(f"\nKafka    {status.kafka} ({status.broker})", highlight=False)
    console.print(f"MongoDB  {status.mongodb}", highlight=False)
    if status.smtp:
        console.print(f"SMTP     {status.smtp}", highlight=False)


def _yes(healthy: bool) -> str:
    return "[green]yes[/]" if healthy else "[red]no[/]"
