"""The rights of an agency's Kafka account, derived from `platform.yaml`."""

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
    """One right. A prefixed one holds for every name with that prefix."""

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
    """Rights to write its own topic, read open topics, and use its consumer groups."""
    yield Grant(Operation.WRITE, Resource.TOPIC, votes_topic(agency))
    for topic in listed_topics():
        if EVERYBODY in topic.readers or account_of(agency) in topic.readers:
            yield Grant(Operation.READ, Resource.TOPIC, topic.name)
    group = account_of(agency)
    yield Grant(Operation.READ, Resource.GROUP, group)
    # The dot keeps `bi` out of the groups of `bi-medan`: no agency name has a dot.
    yield Grant(Operation.READ, Resource.GROUP, f"{group}.", prefixed=True)


def commands(agency: str) -> Iterator[str]:
    """Write shell commands. `KAFKA` is the broker, `ADMIN` a properties file."""
    account = account_of(agency)
    at = '--bootstrap-server "$KAFKA" --command-config "$ADMIN"'
    # By a file, and written by the shell itself: everybody can read command lines.
    yield (
        '(umask 077 && printf "SCRAM-SHA-512=[password=%s]\\n" "$PASSWORD" > account.properties)'
    )
    yield (
        f"kafka-configs.sh {at} --alter --entity-type users --entity-name {account} "
        f"{KEPT}--add-config-file account.properties"
    )
    yield "rm account.properties"
    for (operation, resource, prefixed), names in _together(agency).items():
        which = " ".join(f"--{resource} {name}" for name in names)
        pattern = " --resource-pattern-type prefixed" if prefixed else ""
        yield (
            f"kafka-acls.sh {at} --add --allow-principal User:{account} "
            f"{KEPT}--operation {operation} {which}{pattern}"
        )


def _together(agency: str) -> dict[tuple[Operation, Resource, bool], list[str]]:
    """Group the rights that fit into one command."""
    names: dict[tuple[Operation, Resource, bool], list[str]] = {}
    for grant in grants_of(agency):
        key = grant.operation, grant.resource, grant.prefixed
        names.setdefault(key, []).append(grant.name)
    return names
