"""What the account of an agency may do on Kafka, derived from `platform.yaml`."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from deploy.topics import EVERYBODY, Topic, listed_topics
from shared.contracts.endorsement import VOTES_TOPIC

KEPT = "\\\n    "


class Resource(StrEnum):
    TOPIC = "topic"
    GROUP = "group"


class Operation(StrEnum):
    """Both include to describe."""

    READ = "Read"
    WRITE = "Write"


class Grant(NamedTuple):
    """One right; a prefixed one holds for every name that begins so."""

    operation: Operation
    resource: Resource
    name: str
    prefixed: bool = False


def account_of(agency: str) -> str:
    return f"agency-{agency}"


def votes_topic(agency: str) -> str:
    return VOTES_TOPIC.format(agency=agency)


def find_votes_topic(agency: str) -> Topic | None:
    return next((each for each in listed_topics() if each.name == votes_topic(agency)), None)


def grants_of(agency: str) -> Iterator[Grant]:
    """Its own topic to write, what is open to all to read, consumer groups of its own name."""
    yield Grant(Operation.WRITE, Resource.TOPIC, votes_topic(agency))
    for topic in listed_topics():
        if EVERYBODY in topic.readers or account_of(agency) in topic.readers:
            yield Grant(Operation.READ, Resource.TOPIC, topic.name)
    group = account_of(agency)
    yield Grant(Operation.READ, Resource.GROUP, group)
    # With a dot, which no name of an agency has: `bi` must not get into the groups of `bi-medan`.
    yield Grant(Operation.READ, Resource.GROUP, f"{group}.", prefixed=True)


def commands(agency: str) -> Iterator[str]:
    """Write for a shell in which `KAFKA` is the broker, and `ADMIN` a client's properties file."""
    account = account_of(agency)
    at = '--bootstrap-server "$KAFKA" --command-config "$ADMIN"'
    yield (
        f"kafka-configs.sh {at} --alter --entity-type users --entity-name {account} "
        f'{KEPT}--add-config "SCRAM-SHA-512=[password=$PASSWORD]"'
    )
    for (operation, resource, prefixed), names in _together(agency).items():
        which = " ".join(f"--{resource} {name}" for name in names)
        pattern = " --resource-pattern-type prefixed" if prefixed else ""
        yield (
            f"kafka-acls.sh {at} --add --allow-principal User:{account} "
            f"{KEPT}--operation {operation} {which}{pattern}"
        )


def _together(agency: str) -> dict[tuple[Operation, Resource, bool], list[str]]:
    """What can be said in one command."""
    found: dict[tuple[Operation, Resource, bool], list[str]] = {}
    for grant in grants_of(agency):
        key = grant.operation, grant.resource, grant.prefixed
        found.setdefault(key, []).append(grant.name)
    return found
