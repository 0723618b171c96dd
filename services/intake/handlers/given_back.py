"""The use case of an officer who wants his own file back, with what he has to mend."""

import asyncio
import tempfile
from pathlib import Path
from typing import NamedTuple

import orjson

from services.intake.files.limits import CHILDREN
from services.intake.model.imports import Import, Outcome
from services.intake.store.imports import ImportStore
from shared.plumbing.core.failures import Refused
from shared.plumbing.run.child import answer
from shared.province.serving import province

_MARKING = "services.intake.files.marking"
_WITHIN_SECONDS = 240
GONE = Refused("file-gone", "", missing=True)


class Marked(NamedTuple):
    name: str
    content: bytes


async def mark(store: ImportStore, job: Import) -> Marked | Refused:
    """The file as it came, with a column that says of each row what to mend."""
    with tempfile.TemporaryDirectory(prefix="sentra-marked-") as folder:
        original, remarks, out = (Path(folder) / name for name in ("in", "remarks", "out"))
        if not await store.files.copy(job.file_id, job.size_bytes, original):
            return GONE
        sentences = await _remarks(store, job)
        await asyncio.to_thread(lambda: remarks.write_bytes(orjson.dumps(sentences)))
        words = (str(original), str(remarks), str(out), str(province().folder))
        with CHILDREN.one_more():
            kind = await answer(_MARKING, *words, within=_WITHIN_SECONDS)
        if kind not in {b"csv", b"xlsx"}:
            why = job.failure and f"{job.failure.message_id}\n{job.failure.message_en}"
            return Refused("cannot-be-marked", why or "\n")
        stem = Path(job.file).stem or "surat"
        marked = await asyncio.to_thread(out.read_bytes)
        return Marked(f"{stem}-perbaikan.{kind.decode()}", marked)


async def _remarks(store: ImportStore, job: Import) -> dict[str, str]:
    remarks, last = {}, 0
    async for line in store.read_lines(job.import_id):
        last = line.line
        if line.outcome is not Outcome.ACCEPTED:
            named = ((problem.column, problem.message_id) for problem in line.problems)
            remarks[str(line.line)] = " | ".join(": ".join(filter(None, each)) for each in named)
    if job.failure and last:  # from there on nothing was read
        remarks[str(last + 1)] = job.failure.message_id
    return remarks
