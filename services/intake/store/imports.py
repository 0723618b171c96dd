"""What is kept of imports: how far each has come, and the fate of its lines."""

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import orjson
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.intake.model.imports import FINISHED, Failure, Import, ImportStatus
from services.intake.model.lines import LINES, Line, tally_of_lines
from services.intake.model.questions import Answer, Question
from services.intake.model.responses import RowTally
from shared.plumbing.mongo import Database, MongoFiles, world

_WAITS = {"status": ImportStatus.WAITING_FOR_COLUMNS}
_READ_ANEW = {"status": ImportStatus.WAITING, "question": None, "percent": 0.0}
_READABLE = {"status": {"$nin": sorted({*FINISHED, ImportStatus.WAITING_FOR_COLUMNS})}}


class ImportStore:
    """Whatever two processes write here at once is the same, because it follows from the file."""

    def __init__(self, database: Database) -> None:
        self._imports = database.imports
        self.files = MongoFiles(database.imports, database["imports.files"])
        self._lines = database["imports.lines"]

    async def prepare(self) -> None:
        await self.files.prepare()
        with world():
            await self._imports.create_index([("status", 1), ("created_at", 1)])
            await self._lines.create_index([("import_id", 1), ("first", 1)])

    async def add(self, new: Import) -> None:
        """Begin the import of a file that is kept, unless it is known."""
        document = {"_id": new.import_id, "file_id": new.file_id, "holder": None}
        with world(), suppress(DuplicateKeyError):
            await self._imports.insert_one(document | new.model_dump())
        await self.files.own((await self.get(new.import_id)).file_id)

    async def is_any_at_work(self) -> bool:
        """Whether some replica reads a file, or one waits to be read."""
        with world():
            return await self._imports.find_one(_READABLE, {"_id": 1}) is not None

    async def find(self, import_id: str) -> Import | None:
        with world():
            document = await self._imports.find_one({"_id": import_id})
        return Import.model_validate(document) if document else None

    async def get(self, import_id: str) -> Import:
        job = await self.find(import_id)
        if job is None:
            raise LookupError(f"there is no import {import_id}")
        return job

    async def take_lease(self, holder: str, lease_seconds: float) -> Import | None:
        """Take the oldest import that nobody works on, by the database's own clock."""
        stale = {"$lt": ["$beat_at", {"$subtract": ["$$NOW", int(lease_seconds * 1000)]}]}
        query = {**_READABLE, "$or": [{"holder": None}, {"$expr": stale}]}
        change = [{"$set": {"holder": holder, "beat_at": "$$NOW"}}]
        return await self._changed(query, change, sort=[("created_at", 1)])

    async def beat(self, import_id: str, holder: str) -> None:
        """Tell the other replicas that this one is at work."""
        which = {"_id": import_id, "holder": holder}
        await self._update(which, [{"$set": {"beat_at": "$$NOW"}}])

    async def release(self, import_id: str, holder: str | None) -> None:
        await self._update({"_id": import_id, "holder": holder}, {"$set": {"holder": None}})

    async def show(self, job: Import, **fields: Any) -> None:
        """Set what only people look at: status, percentage, rate."""
        await self._update(_held(job), {"$set": fields})

    async def write_lines(self, job: Import, lines: Sequence[Line], **shown: Any) -> None:
        """Keep the next lines, and count each once, however two replicas portion them."""
        checkpoint = (await self.get(job.import_id)).checkpoint
        if new := [each for each in lines if each.line > checkpoint]:
            await self.keep_lines(job.import_id, new)
            counts = asdict(tally_of_lines(new))
            counts |= {f"codes.{code}": n for code, n in counts.pop("codes").items()}
            change = {"$set": {"checkpoint": new[-1].line, **shown}, "$inc": counts}
            if not await self._changed({"_id": job.import_id, "checkpoint": checkpoint}, change):
                await self.write_lines(job, new, **shown)  # another replica was quicker

    async def keep_lines(self, import_id: str, lines: Sequence[Line]) -> None:
        first = lines[0].line
        which = {"_id": f"{import_id}/{first}"}
        raw = LINES.dump_json(list(lines), exclude_none=True, exclude_defaults=True)
        kept = which | {"import_id": import_id, "first": first, "lines": raw}
        with world():
            await self._lines.replace_one(which, kept, upsert=True)

    async def drop_lines(self, import_id: str) -> None:
        """Forget what a check foretold, before the rows are taken."""
        with world():
            await self._lines.delete_many({"import_id": import_id})

    async def ask(self, job: Import, question: Question, **shown: Any) -> None:
        """Wait for its sender; the file and what was foretold of its rows are kept."""
        waiting = {**_WAITS, "question": question.model_dump(), "holder": None, **shown}
        # Nothing is asked where the consent was declared meanwhile: the file is read anew.
        as_it_was = job.model_dump(include={"declared_consent_on"})
        await self._update({**_held(job), **as_it_was}, {"$set": waiting})
        await self.release(job.import_id, job.holder)

    async def answer(self, job: Import, answer: Answer) -> Import | None:
        """Go on with what was answered; None where nothing is asked any more."""
        # A document of MongoDB has no numbers for keys, and no days without a time.
        kept = orjson.loads(answer.model_dump_json()) | {"at": answer.at}
        goes_on = {**_begun_again(job), "answer": kept}
        return await self._changed({"_id": job.import_id, **_WAITS}, {"$set": goes_on})

    async def give_up(self, before: datetime, failure: Failure) -> bool:
        """Ask no more where nobody answered; a replica ends these imports as it does others."""
        old = {**_WAITS, "created_at": {"$lt": before}}
        ends = {**_READ_ANEW, "failure": failure.model_dump()}
        with world():
            return (await self._imports.update_many(old, {"$set": ends})).modified_count > 0

    async def declare(self, import_id: str, consent_on: date) -> None:
        """Keep it while no row is taken; a letter that waits for the consent is read anew."""
        which = {"_id": import_id, "checkpoint": 0, "status": {"$nin": [*FINISHED, "taking"]}}
        await self._update(which, {"$set": {"declared_consent_on": consent_on.isoformat()}})
        waits = {**which, **_WAITS, "question.consent": True}
        await self._update(waits, {"$set": {**_READ_ANEW, **asdict(RowTally())}})

    async def restart(self, job: Import, file_id: str, arrived_at: datetime) -> None:
        """Let a file be tried again that is gone or failed by our fault, behind what was taken."""
        again = {**_begun_again(job), "file_id": file_id, "created_at": arrived_at}
        again |= dict.fromkeys(("failure", "holder", "forgotten"))
        await self._update({"_id": job.import_id, "status": "failed"}, {"$set": again})
        await self.files.own(file_id)

    async def finish(
        self, job: Import, status: ImportStatus, failure: Failure | None = None, **shown: Any
    ) -> None:
        """End an import once. A replica that lost its lease changes nothing."""
        why = failure.model_dump() if failure else None
        ended = {"status": status, "failure": why, "question": None, "holder": None, **shown}
        await self._update(_held(job), {"$set": ended})

    async def withdraw(self, import_id: str) -> None:
        await self._update({"_id": import_id}, {"$set": {"status": ImportStatus.WITHDRAWN}})

    async def is_withdrawn(self, letter: str) -> bool:
        with world():
            return bool(await self._imports.find_one({"status": "withdrawn", "letter": letter}))

    async def _changed(self, which: dict[str, Any], change: Any, **order: Any) -> Import | None:
        """The import as it is after the change; None where there is none."""
        order["return_document"] = ReturnDocument.AFTER
        with world():
            document = await self._imports.find_one_and_update(which, change, **order)
        return Import.model_validate(document) if document else None

    async def _update(self, which: dict[str, Any], change: Any) -> None:
        with world():
            await self._imports.update_one(which, change)

    async def read_lines(self, import_id: str, after: int = 0) -> AsyncIterator[Line]:
        """In the order of the file."""
        with world():
            # A portion may begin before the asked line and end behind it.
            before = {"import_id": import_id, "first": {"$lte": after + 1}}
            place = await self._lines.find_one(before, {"first": 1}, sort=[("first", -1)])
            query = {"import_id": import_id, "first": {"$gte": place["first"] if place else 0}}
            async for portion in self._lines.find(query, batch_size=8).sort("first", 1):
                for line in LINES.validate_json(portion["lines"]):
                    if line.line > after:
                        after = line.line
                        yield line

    async def forget_before(self, moment: datetime) -> int:
        """Drop the bytes and lines of old imports: they hold private data."""
        old = {"created_at": {"$lt": moment}, "status": {"$in": sorted(FINISHED)}}
        with world():
            still_kept = self._imports.find({**old, "forgotten": None}, {"file_id": 1})
            documents = await still_kept.to_list(1000)
            for each in documents:
                await self.files.drop(each["file_id"])
            ids = [each["_id"] for each in documents]
            if ids:
                await self._lines.delete_many({"import_id": {"$in": ids}})
                gone = {"$set": {"forgotten": True}}
                await self._imports.update_many({"_id": {"$in": ids}}, gone)
        return len(ids)


def _begun_again(job: Import) -> dict[str, Any]:
    """What was foretold is counted anew; rows that were taken stay, and are not checked again."""
    return _READ_ANEW | ({"status": ImportStatus.TAKING} if job.checkpoint else asdict(RowTally()))


def _held(job: Import) -> dict[str, Any]:
    """The import while a replica has the lease; nobody holds one that ended."""
    return {"_id": job.import_id, "holder": job.holder or "nobody", **_READABLE}
