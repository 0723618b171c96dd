"""All messages of the platform by their type."""

from functools import cache

from shared.contracts import endorsement, intake, mentoring, notify
from shared.contracts.envelope import Message, concrete_messages

MODULES = (intake, endorsement, mentoring, notify)


@cache
def all_messages() -> dict[str, type[Message]]:
    """Every event and command of the contracts, by CloudEvents type; in a fixed order."""
    ours = [module.__name__ for module in MODULES]
    found = [cls for cls in concrete_messages() if cls.__module__ in ours]
    return {cls.type: cls for cls in sorted(found, key=lambda cls: ours.index(cls.__module__))}
