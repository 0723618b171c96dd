"""The bytes of imported files, in pieces: received, read again, and forgotten."""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from services.intake.model.imports import Import, KeptFile
from shared.plumbing.http.pieces import pieces_of_size
from shared.plumbing.mongo import Database, world

_PIECE = 1024 * 1024
_ORPHANS_KEPT = timedelta(hours=24)


class FileStore:
    """A file is an orphan until an import refers to it."""

    def __init__(self, database: Database) -> None:
        self._imports = database.imports
        self._pieces = database["imports.files"]

    async def prepare(self) -> None:
        with world():
            await self._imports.create_index("file_id")
            await self._pieces.create_index([("orphan_since", 1), ("_id", 1)])

    async def keep(self, parts: AsyncIterator[bytes]) -> KeptFile:
        """Write a file as it comes in; nothing of it is kept when it breaks off."""
        file_id, sha256, size = uuid4().hex, hashlib.sha256(), 0
        try:
            async for piece in pieces_of_size(parts, _PIECE):
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
        """Keep a file as long as the import that refers to it."""
        with world():
            owned = {"$unset": {"orphan_since": ""}}
            await self._pieces.update_many(_pieces_of(file_id), owned)

    async def drop(self, file_id: str) -> None:
        with world():
            await self._pieces.delete_many(_pieces_of(file_id))

    async def drop_orphans(self) -> None:
        """Delete files that no import refers to after a day, by the clock of this machine."""
        old = {"orphan_since": {"$lt": datetime.now(UTC) - _ORPHANS_KEPT}}
        with world():
            pieces = await self._pieces.distinct("_id", old)
        for file_id in {piece.rpartition("/")[0] for piece in pieces}:
            with world():
                owner = await self._imports.find_one({"file_id": file_id}, {"_id": 1})
            # Where there is one, a process was killed before it owned the file.
            await (self.own(file_id) if owner else self.drop(file_id))

    async def copy(self, job: Import, path: Path) -> bool:
        """Write the file as it came; False where it is kept no longer, or not whole."""
        with path.open("wb") as file, world():
            pieces = self._pieces.find(_pieces_of(job.file_id), batch_size=4).sort("number", 1)
            async for piece in pieces:
                file.write(piece["bytes"])
            return file.tell() == job.size_bytes


def _pieces_of(file_id: str) -> dict[str, Any]:
    """Find pieces by the beginning of their id: `0` is the character that follows `/`."""
    return {"_id": {"$gte": f"{file_id}/", "$lt": f"{file_id}0"}}
