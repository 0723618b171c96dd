"""Reads records with header names that are not UTF-8."""

import struct
from collections.abc import Iterator
from typing import Any

from aiokafka.consumer import fetcher
from aiokafka.record.default_records import _DefaultRecordBatchPy
from aiokafka.record.memory_records import MemoryRecords

LENGTH = struct.Struct(">8xi")
"""The length of a record batch, after its offset."""


def read_odd_headers() -> None:
    """Make aiokafka read every record that Kafka accepts. Safe to repeat.

    The broker does not check header names. aiokafka raises UnicodeDecodeError at such a record
    each time, so any writer could stop a partition.
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
    """Reads the fast way, and the lenient way only if that fails."""

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
    """Bytes that always decode to text."""

    def __getitem__(self, where: Any) -> Any:
        part = super().__getitem__(where)
        return _Text(part) if isinstance(where, slice) else part

    def decode(self, encoding: str = "utf-8", _errors: str = "") -> str:
        return super().decode(encoding, "backslashreplace")
