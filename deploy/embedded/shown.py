"""The addresses of a running platform, for people."""

from deploy.embedded.local_http import HOST
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
    return "\n".join([*lines, f"  Logs     {state.data / 'logs'}"])
