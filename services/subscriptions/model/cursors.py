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
    """Retention has deleted the place of the cursor; the reader can go on from `earliest`."""

    def __init__(self, earliest: Offsets) -> None:
        super().__init__("Events after this cursor are not kept any more.")
        self.earliest = earliest


class ForeignCursor(Invalid):
    """The feed never made such a cursor."""

    def __init__(self) -> None:
        super().__init__("`after` is not a cursor of this feed")


class _Cursor(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    v: Literal[1]
    at: dict[str, list[Offset]]
    """By topic, in the order of the partitions."""


def encode(offsets: Offsets) -> str:
    topics = groupby(sorted(offsets.items()), key=lambda entry: entry[0].topic)
    at = {topic: [offset for _, offset in entries] for topic, entries in topics}
    return urlsafe_b64encode(orjson.dumps({"v": 1, "at": at})).decode().rstrip("=")


def decode(text: str) -> Offsets:
    """Raises ForeignCursor."""
    try:
        cursor = _Cursor.model_validate_json(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, ValidationError) as error:
        raise ForeignCursor from error
    return {
        TopicPartition(topic, n): o for topic, at in cursor.at.items() for n, o in enumerate(at)
    }
