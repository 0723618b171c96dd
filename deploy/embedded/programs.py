"""Sentra's own programs: the services and the SMTP inbox, as data."""

import os
import sys
from dataclasses import dataclass, field
from functools import partial

from deploy.embedded.children import Program
from deploy.embedded.identity import VARIABLE
from deploy.embedded.local_http import HOST, accepts_connections, is_ready
from deploy.embedded.places import ROOT, Places
from deploy.services import ListedService

ISSUER = "issuer"


@dataclass(frozen=True)
class Addresses:
    """Where an outsider connects with any client."""

    kafka_bootstrap: str
    kafka_idempotence: bool
    mongo_url: str
    smtp_host: str
    smtp_port: int | None
    identity_key: str = field(repr=False)
    """The key that intake makes ids with."""


def service_program(
    service: ListedService,
    addresses: Addresses,
    places: Places,
    *,
    port: int,
    name: str | None = None,
) -> Program:
    name = name or service.name
    environment = _environment() | _told_to_all(addresses, port) | _told_to(service, addresses)
    environment["SENTRA_ISSUERS"] = str(places.issuers_file)
    environment["SENTRA_KEYS"] = str(places.keys_file)
    if addresses.kafka_idempotence:  # the stand-in broker knows no static members either
        environment["SENTRA_INSTANCE"] = name
    if service.sends_notices:
        environment["SENTRA_SINK_DIR"] = str(places.sink)
    return Program(
        name=name,
        port=port,
        command=(sys.executable, "-P", "-m", service.module),
        environment=environment,
        is_ready=partial(is_ready, port),
        is_service=True,
    )


def _told_to_all(addresses: Addresses, port: int) -> dict[str, str]:
    return {
        "SENTRA_KAFKA_BOOTSTRAP": addresses.kafka_bootstrap,
        "SENTRA_KAFKA_IDEMPOTENCE": str(addresses.kafka_idempotence).lower(),
        "SENTRA_MONGO_URL": addresses.mongo_url,
        "SENTRA_HTTP_HOST": HOST,
        "SENTRA_HTTP_PORT": str(port),
        "SENTRA_CLOCK": "platform",
        # In a story a year passes in a minute, so timers run more often.
        "SENTRA_JOBS_EVERY_SECONDS": "0.25",
        # Otherwise each thread keeps memory that a big letter needed for a moment.
        "MALLOC_ARENA_MAX": "2",
    }


def _told_to(service: ListedService, addresses: Addresses) -> dict[str, str]:
    if service.needs_identity_key:
        return {VARIABLE: addresses.identity_key}
    if service.sends_notices and addresses.smtp_port is not None:
        return {
            "SENTRA_SMTP_HOST": addresses.smtp_host,
            "SENTRA_SMTP_PORT": str(addresses.smtp_port),
            "SENTRA_SMTP_TLS": "none",
        }
    return {}


def issuer_program(places: Places, port: int) -> Program:
    return Program(
        name=ISSUER,
        port=port,
        command=(
            *(sys.executable, "-P", "-m", "deploy.embedded.issuer"),
            *(f"--port={port}", f"--data={places.data}"),
        ),
        environment=_environment() | {"SENTRA_ENV": "embedded"},
        is_ready=partial(accepts_connections, port),
        stop_within=5.0,
    )


def smtp_program(places: Places, port: int) -> Program:
    return Program(
        name="smtp",
        port=port,
        command=(
            *(sys.executable, "-P", "-m", "deploy.embedded.smtp"),
            *(f"--port={port}", f"--maildir={places.mail}"),
        ),
        environment=_environment(),
        is_ready=partial(accepts_connections, port),
        stop_within=5.0,
    )


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
