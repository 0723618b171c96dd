"""The registry lists every service; what names a service or its port elsewhere agrees with it."""

import re
from pathlib import Path

import pytest

from deploy.services import listed_service, listed_services, service_names
from deploy.topics import EVERYBODY, listed_topics
from shared.contracts.registry import MODULES
from tests.contract.test_topics import HEARD

ROOT = Path(__file__).parents[2]
ON_A_PORT_OF_OURS = re.compile(r"127\.0\.0\.1:(80\d\d)\b(?!-)")
IN_COMPOSE = {8025}
"""The mailbox."""


def test_no_two_services_have_the_same_port() -> None:
    ports = {service.port for service in listed_services()}

    assert len(ports) == len(service_names())


def test_every_writer_and_reader_of_a_topic_is_a_service_an_agency_or_the_operators() -> None:
    accounts = {name for topic in listed_topics() for name in (*topic.writers, *topic.readers)}
    others = {name for name in accounts if not name.startswith("agency-")}

    assert others == {*service_names(), EVERYBODY, "operations"}


def test_a_service_that_writes_has_contracts_and_no_other_has() -> None:
    writers = {name for topic in listed_topics() for name in topic.writers} & set(service_names())

    assert {module.__name__.rpartition(".")[2] for module in MODULES} == writers


def test_a_service_that_reads_public_topics_belongs_to_no_consumer_group() -> None:
    readers = {service.name for service in listed_services() if service.reads_public}

    assert readers
    assert readers & set(dict(HEARD)) == set()


@pytest.mark.parametrize(
    ("client", "service"),
    [
        ("EVENTS = os.environ.get", "subscriptions"),
        ("VOTES = os.environ.get", "endorsement"),
        ("INTAKE = os.environ.get", "intake"),
    ],
)
def test_a_client_of_the_kit_asks_at_the_usual_port_of_the_service(
    client: str, service: str
) -> None:
    kit = "".join(path.read_text() for path in (ROOT / "examples").rglob("*.py"))
    [line] = [line for line in kit.splitlines() if line.startswith(client)]

    assert f"http://127.0.0.1:{listed_service(service).port}" in line


def test_a_page_names_only_ports_that_there_are() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    named = {int(port) for page in pages for port in ON_A_PORT_OF_OURS.findall(page.read_text())}

    assert named
    assert named - {service.port for service in listed_services()} - IN_COMPOSE == set()
