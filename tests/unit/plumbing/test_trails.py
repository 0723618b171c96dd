"""The trail of an aggregate is whole, even while its entries move to the archive."""

from datetime import UTC, datetime
from typing import Any

from shared.plumbing.core.aggregate import HistoryEntry
from shared.plumbing.mongo.entries import to_document
from shared.plumbing.mongo.trails import read_trail


class MovingDatabase:
    """After the first read, all entries but the newest move to the archive."""

    def __init__(self, *entries: HistoryEntry) -> None:
        self._inside = [to_document(entry) for entry in entries]
        self._archived: list[dict[str, Any]] = []

    def __getitem__(self, name: str) -> "Collection":
        return Collection(self, in_archive=name.endswith(".archive"))

    def read(self, *, in_archive: bool) -> list[dict[str, Any]]:
        entries = list(self._archived if in_archive else self._inside)
        self._archived += self._inside[:-1]
        self._inside = self._inside[-1:]
        return entries


class Collection:
    def __init__(self, database: MovingDatabase, *, in_archive: bool) -> None:
        self._database, self._in_archive = database, in_archive

    def find(self, _query: dict[str, Any]) -> "Collection":
        return self

    async def to_list(self, _length: int | None) -> list[dict[str, Any]]:
        return self._database.read(in_archive=self._in_archive)

    async def find_one(self, *_query: dict[str, Any]) -> dict[str, Any]:
        return {"history": self._database.read(in_archive=self._in_archive)}


async def test_entries_that_move_to_the_archive_during_the_read_are_listed_once() -> None:
    entries = [HistoryEntry(n, datetime(2026, 1, n, tzinfo=UTC), f"cause-{n}") for n in (1, 2, 3)]
    moving: Any = MovingDatabase(*entries)

    trail = await read_trail(moving, "ballots", "u1")

    assert trail == entries
