"""Reads records whose header names are not UTF-8, instead of standing before them for ever."""

import struct
from collections.abc import Iterator
from typing import Any

from aiokafka.consumer import fetcher
from aiokafka.record.default_records import _DefaultRecordBatchPy
from aiokafka.record.memory_records import MemoryRecords

LENGTH = struct.Struct(">8xi")
"""Of a record batch, after its offset; what follows is counted."""


def read_odd_headers() -> None:
    """Have aiokafka read whatever Kafka accepts; harmless to repeat.

    The broker does not look into header names, and aiokafka raises UnicodeDecodeError at the same
    record again and again: any writer could stop a partition.
    """
    fetcher.MemoryRecords = Records


class Records:
    """The batches of one answer from the broker."""

    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, 0
        self._records = MemoryRecords(raw)

    def next_batch(self) -> "Batch":
        batch, start = self._records.next_batch(), self._at
        (length,) = LENGTH.unpack_from(self._raw, start)
        self._at = start + LENGTH.size + length
        return Batch(batch, memoryview(self._raw)[start : self._at])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._records, name)


class Batch:
    """Takes the long way only with a batch that cannot be read on the short one."""

    def __init__(self, batch: Any, raw: memoryview) -> None:
        self._batch, self._raw = batch, raw

    def __iter__(self) -> Iterator[Any]:
        try:
            return iter(list(self._batch))
        except UnicodeDecodeError:
            return iter(_LenientBatch(self._raw))

    def __next__(self) -> Any:
        return next(self._batch)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)


class _LenientBatch(_DefaultRecordBatchPy):  # type: ignore[misc] # the library has no types
    _buffer: Any

    def __iter__(self) -> Iterator[Any]:
        super().__iter__()
        self._buffer = _Text(self._buffer)
        return self


class _Text(bytearray):
    """Bytes of which every part has a text."""

    def __getitem__(self, where: Any) -> Any:
        part = super().__getitem__(where)
        return _Text(part) if isinstance(where, slice) else part

    def decode(self, encoding: str = "utf-8", _errors: str = "") -> str:
        return super().decode(encoding, "backslashreplace")
