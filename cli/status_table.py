"""The table of `./sentra status`."""

from rich.console import Console
from rich.table import Table

from cli.status import EngineRow, ServiceRow, Status

COLUMNS = ("name", "pid", "http", "healthy", "lag", "pending", "dead\nletters", "restarts")
LEFT = frozenset({"name", "http", "healthy"})
WIDTH_WITHOUT_TERMINAL = 120


def show(status: Status) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH_WITHOUT_TERMINAL)
    table = Table(box=None, pad_edge=False, collapse_padding=True)
    for column in COLUMNS:
        table.add_column(column, justify="left" if column in LEFT else "right", no_wrap=True)
    for service in status.services:
        counts = (service.lag, service.pending, service.dead_letters, service.restarts)
        figures = map(_known, (service.pid, *counts))
        table.add_row(service.name, next(figures), service.http, _yes(service.healthy), *figures)
    for engine in status.engines:
        row = (engine.name, _known(engine.pid), f"port {engine.port}", _yes(engine.healthy))
        table.add_row(*row, "", "", "", str(engine.restarts))
    console.print(table)
    programs: list[ServiceRow | EngineRow] = [*status.services, *status.engines]
    for program in programs:
        if program.last_exit:
            console.print(f"{program.name} was started again: it had ended ({program.last_exit})")
    console.print(f"\nKafka    {status.kafka} ({status.broker})")
    console.print(f"MongoDB  {status.mongodb}")
    if status.smtp:
        console.print(f"SMTP     {status.smtp}")


def _known(figure: int | None) -> str:
    return "-" if figure is None else str(figure)


def _yes(healthy: bool) -> str:
    return "[green]yes[/]" if healthy else "[red]no[/]"
