"""The addresses of a running platform, for people."""

from datetime import UTC, datetime

from deploy.embedded.clock import saved_offset
from deploy.embedded.local_http import HOST
from deploy.embedded.places import DEFAULT_DATA, Places
from deploy.embedded.programs import ISSUER
from deploy.embedded.state import PlatformState


def addresses(state: PlatformState) -> str:
    """Return the addresses for outsiders, one a line."""
    lines = [
        f"  Kafka    {state.kafka_bootstrap} ({state.broker})",
        f"  MongoDB  {state.mongo_url}",
    ]
    if state.smtp_port is not None:
        mail = state.data / "mail"
        lines.append(f"  SMTP     {state.smtp_host}:{state.smtp_port} (inbox: {mail})")
    lines += [
        f"  {program.name:<13} http://{HOST}:{program.port}/docs"
        for program in state.programs
        if program.is_service
    ]
    lines += [
        f"  Accounts      http://{HOST}:{program.port} (`./sentra token ROLE` gives a token)"
        for program in state.programs
        if program.name == ISSUER
    ]
    if offset := saved_offset(Places.of(state.data)):
        lines.append(f"  Clock    {datetime.now(UTC) + offset:%Y-%m-%d}, because a demo moved it")
    return "\n".join([*lines, f"  Logs     {state.data / 'logs'}"])


def how_to_end(state: PlatformState) -> str:
    """Return the last line for people. Another data folder needs its own `--data`."""
    where = "" if state.data == Places.of(DEFAULT_DATA).data else f" --data {state.data}"
    return f"Ctrl-C stops everything; `./sentra status{where}` shows how it is."
