"""Every account has the rights that it needs on Kafka, and a service connects with its own."""

import subprocess
import sys

import pytest
from pydantic import ValidationError

from deploy.accounts import Operation, Resource, accounts
from deploy.embedded.places import ROOT
from deploy.services import service_names
from deploy.topics import all_topics
from shared.plumbing.core.settings import ServiceSettings

SETTINGS = {"kafka_security": "SASL_PLAINTEXT", "kafka_user": "intake", "kafka_password": "secret"}


def test_each_service_writes_its_own_topics_and_dead_letters_alone() -> None:
    for service in service_names():
        written = {
            grant.name for grant in accounts()[service] if grant.operation is Operation.WRITE
        }
        assert written == {topic.name for topic in all_topics() if service in topic.writers}


def test_only_an_agency_writes_its_votes() -> None:
    writers = {
        (account, grant.name)
        for account, grants in accounts().items()
        for grant in grants
        if grant.operation is Operation.WRITE
        and ".votes." in grant.name
        and not grant.name.endswith(".dlq")
    }

    assert writers == {
        (f"agency-{agency}", f"endorsement.votes.{agency}.v1")
        for agency in ("disperindag", "bi", "karantina")
    }


def test_nobody_but_operations_makes_topics() -> None:
    makers = {
        account
        for account, grants in accounts().items()
        for grant in grants
        if grant.resource is Resource.CLUSTER
    }

    assert makers == {"operations"}


def test_the_commands_of_one_account_are_printed_with_a_password_of_its_own() -> None:
    command = [sys.executable, "-m", "deploy.accounts"]

    made = subprocess.run([*command, "notify"], cwd=ROOT, capture_output=True, check=True)
    unknown = subprocess.run([*command, "bank"], cwd=ROOT, capture_output=True, check=False)

    assert b"--entity-name notify" in made.stdout
    assert b"--entity-name intake" not in made.stdout
    assert b"--add-config-file" in made.stdout
    assert unknown.returncode
    assert b"There is no account bank" in unknown.stderr


def test_every_client_of_a_service_gets_its_account() -> None:
    client = ServiceSettings(**SETTINGS).kafka.client()  # type: ignore[arg-type]

    assert client["security_protocol"] == "SASL_PLAINTEXT"
    assert (client["sasl_plain_username"], client["sasl_plain_password"]) == ("intake", "secret")
    assert "ssl_context" not in client


def test_tls_checks_the_certificate_of_the_broker() -> None:
    settings = ServiceSettings(**SETTINGS | {"kafka_security": "SASL_SSL"})  # type: ignore[arg-type]

    context = settings.kafka.client()["ssl_context"]

    assert context.check_hostname


@pytest.mark.parametrize("left_out", ["kafka_user", "kafka_password"])
def test_an_account_without_a_name_or_password_stops_the_start(left_out: str) -> None:
    fields = {name: value for name, value in SETTINGS.items() if name != left_out}

    with pytest.raises(ValidationError, match="needs kafka_user and kafka_password") as caught:
        ServiceSettings(**fields)  # type: ignore[arg-type]

    assert "secret" not in str(caught.value)
