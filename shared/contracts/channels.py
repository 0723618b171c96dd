"""Which message travels on which topic. An agency is known by its topic."""

from functools import cache

from shared.contracts.envelope import Message

AGENCY = "{agency}"


@cache
def agency_of(message: type[Message], topic: str) -> str | None:
    """Return the agency that owns this topic, if the message travels on it."""
    before, _, after = message.topic.partition(AGENCY)
    if AGENCY not in message.topic or not (topic.startswith(before) and topic.endswith(after)):
        return None
    name = topic[len(before) : len(topic) - len(after)]
    return name if name and "." not in name else None


@cache
def travels_on(message: type[Message], topic: str) -> bool:
    """True if the message travels on this topic. `{agency}` stands for any agency."""
    return topic == message.topic or agency_of(message, topic) is not None
