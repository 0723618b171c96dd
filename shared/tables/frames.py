"""Frames from a child process to its parent: a length, then JSON."""

from collections.abc import Iterable, Mapping
from typing import BinaryIO

import orjson

LENGTH_BYTES = 4


def write_frames(out: BinaryIO, frames: Iterable[Mapping[str, object]]) -> None:
    for frame in frames:
        raw = orjson.dumps(frame)
        out.write(len(raw).to_bytes(LENGTH_BYTES, "big") + raw)
        out.flush()
    out.write(bytes(LENGTH_BYTES))  # the end: without it the parent knows that this process died
    out.flush()
