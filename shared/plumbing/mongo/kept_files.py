"""The bytes of files, in pieces: received, read again, and forgotten."""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from shared.plumbing.core.kept_file import KeptFile
from shared.plumbing.mongo.connection import Collection, world

_PIECE = 1024 * 1024
_ORPHANS_KEPT = timedelta(hours=24)


class MongoFiles:
    """A file is an orphan until a document of its owners refers to it by `file_id`."""

    def __init__(self, owners: Collection, pieces: Collection) -> None:
        self._owners, self._pieces = owners, pieces

    async def prepare(self) -> None:
        with world():
            await self._owners.create_index("file_id")
            await self._pieces.create_index([("orphan_since", 1), ("_id", 1)])

    async def keep(self, parts: AsyncIterator[bytes]) -> KeptFile:
        """Write a file as it comes in. If it breaks off, nothing of it is kept."""
        file_id, sha256, size = uuid4().hex, hashlib.sha256(), 0
        try:
            async for piece in _cut(parts, _PIECE):
                await self._keep_piece(file_id, size // _PIECE, piece)
                sha256.update(piece)
                size += len(piece)
        except BaseException:  # a sender that is cut off, too
            await self.drop(file_id)
            raise
        return KeptFile(file_id, sha256, size)

    async def _keep_piece(self, file_id: str, number: int, piece: bytes) -> None:
        kept = {"_id": f"{file_id}/{number}", "number": number, "bytes": piece}
        with world():
            await self._pieces.insert_one(kept | {"orphan_since": datetime.now(UTC)})

    async def own(self, file_id: str) -> None:
        """Keep a file as long as the document that refers to it."""
        with world():
            owned = {"$unset": {"orphan_since": ""}}
            await self._pieces.update_many(_pieces_of(file_id), owned)

    async def drop(self, file_id: str) -> None:
        with world():
            await self._pieces.delete_many(_pieces_of(file_id))

    async def drop_orphans(self) -> None:
        """Delete files without an owner after a day, by the clock of this machine."""
        old = {"orphan_since": {"$lt": datetime.now(UTC) - _ORPHANS_KEPT}}
        with world():
            pieces = await self._pieces.distinct("_id", old)
        for file_id in {piece.rpartition("/")[0] for piece in pieces}:
            with world():
                owner = await self._owners.find_one({"file_id": file_id}, {"_id": 1})
            # Where there is one, a process was killed before it owned the file.
            await (self.own(file_id) if owner else self.drop(file_id))

    async def copy(self, file_id: str, size_bytes: int, path: Path) -> bool:
        """Write the file as it came. False if it is kept no longer, or not whole."""
        with path.open("wb") as file, world():
            pieces = self._pieces.find(_pieces_of(file_id), batch_size=4).sort("number", 1)
            async for piece in pieces:
                file.write(piece["bytes"])
            return file.tell() == size_bytes


async def _cut(parts: AsyncIterator[bytes], size: int) -> AsyncIterator[bytes]:
    """Cut a stream into pieces of one size. The last piece may be shorter."""
    waiting = bytearray()
    async for part in parts:
        waiting += part
        while len(waiting) >= size:
            yield bytes(waiting[:size])
            del waiting[:size]
    if waiting:
        yield bytes(waiting)


def _pieces_of(file_id: str) -> dict[str, Any]:
    """Find pieces by the beginning of their id: `0` is the character that follows `/`."""
    return {"_id": {"$gte": f"{file_id}/", "$lt": f"{file_id}0"}}
