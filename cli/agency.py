"""`./sentra agency`: commands for an agency that joins."""

import re
from typing import Annotated

from cyclopts import App, Parameter

from deploy.accounts import (
    Grant,
    Operation,
    Resource,
    account_of,
    commands,
    find_votes_topic,
    grants_of,
    rights,
    votes_topic,
)
from deploy.embedded.errors import PlatformError
from shared.plumbing.dead_letters.dead_letter import SUFFIX

app = App(
    name="agency",
    help="What the operations team does for an agency that joins.",
    default_parameter=Parameter(negative=""),
)
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@app.command
def add(name: Annotated[str, Parameter(name="NAME")], /) -> int:
    """Print the commands that give an agency its topic, its account and its rights.

    Nothing is done: an administrator of Kafka reads and runs them.

    Parameters
    ----------
    name
        As it will stand in the name of its topic: small letters, digits, hyphens.

    """
    if not NAME.fullmatch(name):
        raise PlatformError(f"{name!r} is no name of an agency: small letters, digits, hyphens.")
    if find_votes_topic(name) is None:
        row = (
            f"{{name: {votes_topic(name)}, writers: [{account_of(name)}], readers: [endorsement]}}"
        )
        print(f"# First add to deploy/platform.yaml:\n#   - {row}")
        print("# and the agency to the next version of services/endorsement/policies/.")
    print("# The topic, if it is not there yet:")
    print('SENTRA_KAFKA_BOOTSTRAP="$KAFKA" python -m deploy.topics')
    print("# The account and its rights; KAFKA, ADMIN (a properties file) and PASSWORD are yours:")
    for command in commands(account_of(name), grants_of(name)):
        print(command)
    print("# Endorsement puts aside what it cannot read there:")
    aside = Grant(Operation.WRITE, Resource.TOPIC, f"{votes_topic(name)}{SUFFIX}")
    for command in rights("endorsement", [aside]):
        print(command)
    return 0
