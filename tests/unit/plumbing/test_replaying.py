"""A replay publishes everything again, but nothing that somebody had erased."""

from collections.abc import AsyncIterator, Sequence

from shared.plumbing.core.aggregate import Outgoing
from shared.plumbing.kafka.replaying import replay

BALLOTS, CONTACTS = "endorsement.ballot.v1", "intake.contact.v1"


def an_event(topic: str, subject: str, number: int = 1) -> Outgoing:
    return Outgoing(topic, subject, f"{subject} {number}".encode())


class Histories:
    """Histories that hold these events."""

    def __init__(self, *portions: list[Outgoing]) -> None:
        self._portions = portions

    async def replay(self) -> AsyncIterator[list[Outgoing]]:
        for portion in self._portions:
            yield portion


class Published:
    """Keeps what goes out."""

    def __init__(self) -> None:
        self.events: list[Outgoing] = []

    async def publish(self, events: Sequence[Outgoing]) -> None:
        self.events += events


async def find_erased(topic: str) -> set[str]:
    assert topic == CONTACTS
    return {"moved-away"}


HISTORY = Histories(
    [an_event(BALLOTS, "a"), an_event(CONTACTS, "a"), an_event(CONTACTS, "moved-away")],
    [an_event(BALLOTS, "b"), an_event(CONTACTS, "a", 2)],
)


async def test_contacts_stay_out_of_a_plain_replay() -> None:
    published = Published()

    count = await replay(HISTORY, published)

    assert published.events == [an_event(BALLOTS, "a"), an_event(BALLOTS, "b")]
    assert count == len(published.events)


async def test_the_newest_contact_of_everybody_who_was_not_erased_can_be_asked_for() -> None:
    published = Published()

    count = await replay(HISTORY, published, find_erased)

    assert published.events == [
        an_event(BALLOTS, "a"),
        an_event(BALLOTS, "b"),
        an_event(CONTACTS, "a", 2),
    ]
    assert count == len(published.events)
