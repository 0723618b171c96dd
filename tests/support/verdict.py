"""What must be true of a world at rest, whatever happened before."""

from collections import defaultdict
from collections.abc import Iterator

import orjson

from shared.plumbing.kafka.publisher import partition_of
from tests.support.world import World

Place = tuple[str, int]


def find_problems(world: World) -> list[str]:
    """Say what is wrong; empty when all promises were kept."""
    stored = _stored(world)
    return [
        *_out_of_order(world),
        *_not_as_stored(world, stored),
        *_wrong_inbox(world),
        *_wrong_states(world),
    ]


def _stored(world: World) -> dict[str, tuple[Place, bytes]]:
    """Every event of every history by its id, with the place where it belongs."""
    stored = {}
    for key in world.disk.documents:
        for entry in world.disk.history(key):
            for event in entry.events:
                partition = partition_of(event.subject.encode(), world.broker.partitions)
                stored[_id(event.raw)] = (event.topic, partition), event.raw
    return stored


def _id(raw: bytes | None) -> str:
    return str(orjson.loads(raw or b"{}")["id"])


def _out_of_order(world: World) -> Iterator[str]:
    for place, log in world.broker.logs.items():
        latest: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        seen = set()
        for record in log:
            event_id = _id(record.value)
            if event_id in seen:
                continue
            seen.add(event_id)
            aggregate, version, n = event_id.rsplit(":", 2)
            position = int(version), int(n)
            if position < latest[aggregate]:
                yield f"{event_id} appears on {place} after {latest[aggregate]}"
            latest[aggregate] = position


def _not_as_stored(world: World, stored: dict[str, tuple[Place, bytes]]) -> Iterator[str]:
    published = set()
    for place, log in world.broker.logs.items():
        for record in log:
            event_id = _id(record.value)
            published.add(event_id)
            if stored.get(event_id) != (place, record.value):
                yield f"{event_id} on {place} is not what is stored"
    for event_id in stored.keys() - published:
        yield f"{event_id} was never published"


def _wrong_inbox(world: World) -> Iterator[str]:
    causes = {message.cause for messages in world.inputs.values() for message in messages}
    applied: list[str] = []
    for key, document in world.disk.documents.items():
        history = world.disk.history(key)
        applied += [entry.cause for entry in history]
        if [entry.version for entry in history] != list(range(1, document.version + 1)):
            yield f"the versions of {key} have gaps or doubles"
        if document.pending is not None:
            yield f"{key} stayed pending"
    for cause in sorted(set(applied)):
        if applied.count(cause) > 1:
            yield f"{cause} was applied {applied.count(cause)} times"
    for cause in (causes | world.answered) - set(applied):
        yield f"{cause} was lost"


def _wrong_states(world: World) -> Iterator[str]:
    for key, document in world.disk.documents.items():
        labels: list[str] = []
        for entry in world.disk.history(key):
            for event in entry.events:
                data = orjson.loads(event.raw)["data"]
                if event.topic == "endorsement.priority-list.v1" and data["rank"] != len(labels):
                    yield f"{key} was decided on a state that is not its own"
                if b"vote-withdrawn" in event.raw:
                    labels.append(data["vote_id"])
        if orjson.loads(document.state) != {"labels": labels}:
            yield f"the state of {key} is not that of its history"
