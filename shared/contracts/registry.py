"""All messages of the platform by their type."""

from functools import cache

from shared.contracts import endorsement, intake, mentoring, notify
from shared.contracts.envelope import Message, concrete_messages

MODULES = (intake, endorsement, mentoring, notify)


@cache
def all_messages() -> dict[str, type[Message]]:
    """Every event and command by CloudEvents type, in a fixed order."""
    ours = [module.__name__ for module in MODULES]

    def place(cls: type[Message]) -> int:
        """The position of its module in MODULES, or -1."""
        return next(
            (n for n, name in enumerate(ours) if f"{cls.__module__}.".startswith(f"{name}.")), -1
        )

    messages = [cls for cls in concrete_messages() if place(cls) >= 0]
    return {cls.type: cls for cls in sorted(messages, key=place)}


@cache
def erasable_topics() -> frozenset[str]:
    """Topics from which a person can have their records erased."""
    return frozenset(message.topic for message in all_messages().values() if message.erasable)
