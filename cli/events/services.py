"""The table of services, as the registry and the subscriptions have them."""

from collections.abc import Sequence

from cli.events.sources import Fact
from deploy.services import ListedService, listed_services
from deploy.topics import topics_written_by

HEAD = """\
# Services

<!-- Written by `./sentra docs` from deploy/platform.yaml; do not edit. -->

Each service is a process of its own: `python -m services.<name>`. The port is the usual one under
`./sentra up`. What a service does with a message: [reactions](events/reactions.md).

| service | owns | port | writes | reads |
| --- | --- | --- | --- | --- |
"""


def services_table(facts: Sequence[Fact]) -> str:
    return HEAD + "".join(f"| {' | '.join(_row(each, facts))} |\n" for each in listed_services())


def _row(service: ListedService, facts: Sequence[Fact]) -> tuple[str, ...]:
    reads = dict.fromkeys(fact.address for fact in facts if service.name in fact.subscribers)
    public = ["every topic of public events"] if service.reads_public else []
    return (
        f"[{service.name}](../services/{service.name}/__init__.py)",
        service.owns,
        str(service.port),
        ", ".join(f"`{topic}`" for topic in topics_written_by(service.name)) or "-",
        ", ".join([*(f"`{topic}`" for topic in reads), *public]) or "-",
    )
