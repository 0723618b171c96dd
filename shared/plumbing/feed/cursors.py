"""The opaque cursor: the offset of every partition of the public topics."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from itertools import groupby
from typing import Annotated, Literal

import orjson
from aiokafka import TopicPartition
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.plumbing.core.failures import Invalid

Offsets = dict[TopicPartition, int]
Extent = Mapping[TopicPartition, tuple[int, int]]
"""Of each partition: its first offset, and the one after its last."""
LONGEST = 8192
Offset = Annotated[int, Field(ge=0, le=2**63 - 1)]


class OutdatedCursor(Exception):  # noqa: N818 - named by what happens next
    """What it stands at was deleted by retention; reading can go on from `earliest`."""

    def __init__(self, earliest: Offsets) -> None:
        super().__init__("Events after this cursor are not kept any more.")
        self.earliest = earliest


class _Cursor(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    v: Literal[1]
    at: dict[str, list[Offset]]
    """By topic, in the order of the partitions."""


def encode(offsets: Offsets) -> str:
    topics = groupby(sorted(offsets.items()), key=lambda entry: entry[0].topic)
    at = {topic: [offset for _, offset in entries] for topic, entries in topics}
    return urlsafe_b64encode(orjson.dumps({"v": 1, "at": at})).decode().rstrip("=")


def decode(cursor: str) -> Offsets:
    """Raises Invalid for what this feed never gave."""
    try:
        found = _Cursor.model_validate_json(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, ValidationError) as error:
        raise _foreign() from error
    return {TopicPartition(topic, n): o for topic, at in found.at.items() for n, o in enumerate(at)}


def settle(at: Offsets, extent: Extent) -> Offsets:
    """Find the place of a cursor in what there is now; new partitions start at their beginning."""
    if any(tp not in extent or offset > extent[tp][1] for tp, offset in at.items()):
        raise _foreign()
    settled = {tp: max(begin, at.get(tp, begin)) for tp, (begin, _) in extent.items()}
    if any(settled[tp] > offset for tp, offset in at.items()):
        raise OutdatedCursor(settled)
    return settled


def _foreign() -> Invalid:
    return Invalid("`after` is not a cursor of this feed")
