"""The compose file names what exists: services, commands, settings, and a stop that is patient."""

import importlib
import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.services import listed_service, service_names
from services.intake.files import limits
from shared.plumbing.core.settings import ServiceSettings
from shared.tables.limits import CHILD_MEMORY_BYTES, MEGABYTE

ROOT = Path(__file__).parents[2]
SERVICES = service_names()
PREFIX = "SENTRA_"

Entry = dict[str, Any]


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    entries: dict[str, Entry] = compose["services"]
    return entries


def settings_of(service: str) -> set[str]:
    """The names that the settings of a service read from the environment."""
    module = importlib.import_module(f"services.{service}.settings")
    models = [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, ServiceSettings)
    ]
    assert models, f"services.{service}.settings has no ServiceSettings"
    return {f"{PREFIX}{field}".upper() for model in models for field in model.model_fields}


def seconds(duration: str) -> float:
    assert duration.endswith("s"), f"{duration} is not in seconds"
    return float(duration.removesuffix("s"))


def test_every_service_is_started_by_its_own_entry(entries: dict[str, Entry]) -> None:
    commands = {name: entry["command"] for name, entry in entries.items() if name in SERVICES}

    assert commands == {name: ["python", "-m", f"services.{name}"] for name in SERVICES}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_told_only_what_its_settings_know(
    service: str, entries: dict[str, Entry]
) -> None:
    variables = {name for name in entries[service]["environment"] if name.startswith(PREFIX)}

    assert {"SENTRA_KAFKA_BOOTSTRAP", "SENTRA_MONGO_URL"} <= variables
    assert variables - settings_of(service) == set()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_may_finish_its_batch_before_it_is_killed(
    service: str, entries: dict[str, Entry]
) -> None:
    entry = entries[service]
    within = float(entry["environment"]["SENTRA_SHUTDOWN_WITHIN_SECONDS"])

    assert seconds(entry["stop_grace_period"]) > within


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_can_be_scaled_out(service: str, entries: dict[str, Entry]) -> None:
    """Port 8001 of one process becomes the ten ports from 8010 on: one port serves one replica."""
    first = 8000 + 10 * (listed_service(service).port - 8000)

    assert "container_name" not in entries[service]
    assert entries[service]["ports"] == [f"127.0.0.1:{first}-{first + 9}:8000"]


def megabytes(size: str) -> int:
    return int(size[:-1]) * {"m": 1, "g": 1024}[size[-1]]


def test_intake_has_memory_for_all_files_that_it_reads_at_once(entries: dict[str, Entry]) -> None:
    [temporary] = entries["intake"]["tmpfs"]
    files = megabytes(temporary.partition("size=")[2]) * MEGABYTE
    memory = megabytes(entries["intake"]["mem_limit"]) * MEGABYTE
    service = megabytes(entries["endorsement"]["mem_limit"]) * MEGABYTE

    being_marked = limits.CHILDREN_AT_ONCE * (limits.FILE_BYTES + limits.MARKED_BYTES)
    assert limits.UPLOADS_BYTES + limits.FILE_BYTES + being_marked <= files
    assert service + limits.CHILDREN_AT_ONCE * CHILD_MEMORY_BYTES + files <= memory


def test_no_service_starts_before_its_topics_exist(entries: dict[str, Entry]) -> None:
    awaited = {name: entries[name]["depends_on"]["topics"]["condition"] for name in SERVICES}

    assert entries["topics"]["command"] == ["python", "-m", "deploy.topics"]
    assert set(awaited.values()) == {"service_completed_successfully"}


def test_topics_that_cannot_be_made_keep_the_services_from_starting() -> None:
    no_address = {"PATH": os.environ["PATH"], "SENTRA_KAFKA_BOOTSTRAP": "127.0.0.1:x"}

    made = subprocess.run(
        [sys.executable, "-m", "deploy.topics"],
        cwd=ROOT,
        env=no_address,
        capture_output=True,
        check=False,
    )

    assert made.returncode != 0


def test_the_compose_client_accepts_the_file() -> None:
    docker = shutil.which("docker")
    if docker is None:
        pytest.skip("no docker client on this machine")
    if subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("the docker client has no compose plugin")

    checked = subprocess.run(
        [docker, "compose", "--file", ROOT / "docker-compose.yml", "config", "--quiet"],
        capture_output=True,
        check=False,
        text=True,
    )

    assert (checked.returncode, checked.stderr) == (0, "")
