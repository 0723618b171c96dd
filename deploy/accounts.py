"""The Kafka accounts of services, agencies and operations, and their rights, from `platform.yaml`.

`python -m deploy.accounts [ACCOUNT ...]` prints the commands that make them.
"""

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from deploy.services import service_names
from deploy.topics import EVERYBODY, Topic, all_topics, listed_topics
from shared.contracts.endorsement import VOTES_TOPIC
from shared.plumbing.dead_letters.opened import OPEN_GROUP

OPERATIONS = "operations"
CLUSTER = "kafka-cluster"
VOTES_PREFIX = VOTES_TOPIC.partition("{")[0]
KEPT = "\\\n    "


class Resource(StrEnum):
    TOPIC = "topic"
    GROUP = "group"
    CLUSTER = "cluster"


class Operation(StrEnum):
    """To read and to write include to describe."""

    READ = "Read"
    WRITE = "Write"
    CREATE = "Create"


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


def grants_of_service(service: str) -> Iterator[Grant]:
    """Rights to write and read its topics, to bury what it cannot read, and to use its groups."""
    for topic in all_topics():
        if service in topic.writers:
            yield Grant(Operation.WRITE, Resource.TOPIC, topic.name)
        if service in topic.readers or EVERYBODY in topic.readers:
            yield Grant(Operation.READ, Resource.TOPIC, topic.name)
    if service in {reader for topic in _votes_topics() for reader in topic.readers}:
        # An agency that joins later needs no new right of the service.
        yield Grant(Operation.READ, Resource.TOPIC, VOTES_PREFIX, prefixed=True)
    yield from _groups(service)


def grants_of_operations() -> Iterator[Grant]:
    """Rights to make topics, set the clock, and deal with dead letters.

    Only an agency writes its topic of votes, so a vote is never sent again from outside.
    """
    yield Grant(Operation.CREATE, Resource.CLUSTER, CLUSTER)
    yield Grant(Operation.READ, Resource.GROUP, OPEN_GROUP)
    votes = {topic.name for topic in _votes_topics()}
    for topic in all_topics():
        yield Grant(Operation.READ, Resource.TOPIC, topic.name)
        is_sent_again = topic.is_read_by_a_service and topic.name not in votes
        if is_sent_again or OPERATIONS in topic.writers:
            yield Grant(Operation.WRITE, Resource.TOPIC, topic.name)


def _votes_topics() -> list[Topic]:
    return [topic for topic in listed_topics() if topic.name.startswith(VOTES_PREFIX)]


def _groups(account: str) -> Iterator[Grant]:
    """The dot keeps `bi` out of the groups of `bi-medan`: no name has a dot."""
    yield Grant(Operation.READ, Resource.GROUP, account)
    yield Grant(Operation.READ, Resource.GROUP, f"{account}.", prefixed=True)


def accounts() -> dict[str, list[Grant]]:
    """Every account that the platform needs, with its rights."""
    agencies = [topic.writers[0].removeprefix(account_of("")) for topic in _votes_topics()]
    return {
        **{service: list(grants_of_service(service)) for service in service_names()},
        **{account_of(agency): list(grants_of(agency)) for agency in agencies},
        OPERATIONS: list(grants_of_operations()),
    }


def grants_of(agency: str) -> Iterator[Grant]:
    """Rights to write its own topic, read open topics, and use its consumer groups."""
    yield Grant(Operation.WRITE, Resource.TOPIC, votes_topic(agency))
    for topic in listed_topics():
        if EVERYBODY in topic.readers or account_of(agency) in topic.readers:
            yield Grant(Operation.READ, Resource.TOPIC, topic.name)
    yield from _groups(account_of(agency))


def commands(account: str, grants: Iterable[Grant]) -> Iterator[str]:
    """Write shell commands. `KAFKA` is the broker, `ADMIN` a properties file."""
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
    yield from rights(account, grants)


def rights(account: str, grants: Iterable[Grant]) -> Iterator[str]:
    """Write the commands that give an account these rights."""
    at = '--bootstrap-server "$KAFKA" --command-config "$ADMIN"'
    for (operation, resource, prefixed), names in _together(grants).items():
        which = " ".join(
            "--cluster" if resource is Resource.CLUSTER else f"--{resource} {name}"
            for name in names
        )
        pattern = " --resource-pattern-type prefixed" if prefixed else ""
        yield (
            f"kafka-acls.sh {at} --add --allow-principal User:{account} "
            f"{KEPT}--operation {operation} {which}{pattern}"
        )


def _together(grants: Iterable[Grant]) -> dict[tuple[Operation, Resource, bool], list[str]]:
    """Group the rights that fit into one command."""
    names: dict[tuple[Operation, Resource, bool], list[str]] = {}
    for grant in grants:
        key = grant.operation, grant.resource, grant.prefixed
        names.setdefault(key, []).append(grant.name)
    return names


def main() -> None:
    """Print the commands of these accounts, or of all, each with a new password."""
    every = accounts()
    chosen = sys.argv[1:] or list(every)
    if unknown := sorted({*chosen} - every.keys()):
        sys.exit(f"There is no account {', '.join(unknown)}; there are {', '.join(every)}.")
    lines = ["# KAFKA is the broker, ADMIN a properties file; passwords.txt gets the passwords."]
    for account in chosen:
        grants = every[account]
        lines += ["", f"# {account}", 'PASSWORD="$(openssl rand -hex 24)"']
        lines.append(f'(umask 077 && echo "{account} $PASSWORD" >> passwords.txt)')
        lines += commands(account, grants)
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
