"""`./sentra agency add` prints what gives an agency its own topic and nothing of others."""

import pytest

from cli.agency import add
from deploy.accounts import Grant, Operation, Resource, grants_of
from deploy.embedded.errors import PlatformError


def test_an_agency_writes_its_own_topic_alone_and_reads_what_is_open_to_all() -> None:
    grants = set(grants_of("bi"))

    written = {grant.name for grant in grants if grant.operation is Operation.WRITE}
    assert written == {"endorsement.votes.bi.v1"}
    assert Grant(Operation.READ, Resource.TOPIC, "endorsement.ballot.v1") in grants
    assert not [grant for grant in grants if grant.name == "intake.contact.v1"]


def test_the_commands_name_account_and_topic(capsys: pytest.CaptureFixture[str]) -> None:
    add("bi")

    printed = capsys.readouterr().out
    assert "--entity-name agency-bi" in printed
    assert "--operation Write --topic endorsement.votes.bi.v1" in printed
    assert "--group agency-bi. --resource-pattern-type prefixed" in printed
    assert "User:endorsement" in printed
    assert "--operation Write --topic endorsement.votes.bi.v1.dlq" in printed
    assert "platform.yaml" not in printed


def test_a_new_agency_needs_a_topic_first(capsys: pytest.CaptureFixture[str]) -> None:
    add("bappeda")

    assert "{name: endorsement.votes.bappeda.v1, writers: [agency-bappeda]" in (
        capsys.readouterr().out
    )


@pytest.mark.parametrize("name", ["BI", "a b", "", "x.y", "$(reboot)"])
def test_a_name_that_no_topic_can_have_is_refused(name: str) -> None:
    with pytest.raises(PlatformError, match="no name of an agency"):
        add(name)
