"""Which message travels on which topic; the topic of an agency says who the agency is."""

from functools import cache

from shared.contracts.envelope import Message

AGENCY = "{agency}"


@cache
def agency_of(message: type[Message], topic: str) -> str | None:
    """Name the agency to whom this topic belongs, if it is one on which this message travels."""
    before, _, after = message.topic.partition(AGENCY)
    if AGENCY not in message.topic or not (topic.startswith(before) and topic.endswith(after)):
        return None
    name = topic[len(before) : len(topic) - len(after)]
    return name if name and "." not in name else None


@cache
def travels_on(message: type[Message], topic: str) -> bool:
    """`endorsement.votes.{agency}.v1` stands for the topic of every agency."""
    return topic == message.topic or agency_of(message, topic) is not None
