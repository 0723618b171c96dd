"""The use cases of imports: accept a file, work it off, go on where a killed process was."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import structlog
from pydantic import SecretStr
from structlog.contextvars import bound_contextvars

from services.intake.handlers.desks import Desks
from services.intake.handlers.importing import Importing
from services.intake.letters import reference
from services.intake.letters.errand import Errand
from services.intake.model.identities import keyed
from services.intake.model.imports import Failure, Import, ImportStatus, Sending
from services.intake.model.responses import BeginLetter, CountRows, RowTally
from services.intake.rules.nominations import is_after
from services.intake.store.headings import HeadingStore
from services.intake.store.imports import ImportStore
from services.intake.store.lookups import response_key
from shared.plumbing.core.failures import Refused, Retryable
from shared.plumbing.core.kept_file import KeptFile
from shared.plumbing.run.long_work import People
from shared.province.serving import province
from shared.tables.unreadable import Unreadable, UnreadableFileError

log = structlog.get_logger()
LOOK_EVERY_SECONDS = 1.0
BEATS_OF_A_LEASE = 4
BUG_ATTEMPTS = 3
AGAIN = frozenset({"bug", "file-gone", "not-answered"})
"""Why an import failed that begins again when its file is sent again."""


@dataclass(slots=True)
class Imports:
    """One import at a time in each replica, so that memory stays what it is."""

    desks: Desks
    store: ImportStore
    headings: HeadingStore
    identity_key: SecretStr
    lease_seconds: float
    kept_days: int
    people: People = field(default_factory=People)
    holder: str = field(default_factory=lambda: uuid4().hex)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    stumbles: Counter[str] = field(default_factory=Counter)

    async def receive(self, parts: AsyncIterator[bytes]) -> KeptFile:
        """Keep a file as it comes in; raises UnreadableFileError where it is empty."""
        file = await self.store.files.keep(parts)
        if not file.size_bytes:
            raise UnreadableFileError(Unreadable.EMPTY)
        return file

    async def accept(self, sent: Sending, file: KeptFile) -> Import | Refused:
        """Begin the import of a file; the same file again is answered with its first import."""
        await self.desks.responses.reserve_key()
        accepted = await self._begin(await self._import_of(sent, file))
        if isinstance(accepted, Refused) or accepted.file_id != file.file_id:
            await self.store.files.drop(file.file_id)
        return accepted

    async def _import_of(self, sent: Sending, file: KeptFile) -> Import:
        content = f"{file.sha256.hexdigest()} {response_key(sent.round_id, sent.district)}"
        while await self.store.is_withdrawn(letter := keyed(content, self.identity_key)):
            content += " again"
        name = keyed(f"import of {letter}", self.identity_key)
        name += f"-{sent.mode}" + ("-dry" if sent.dry_run else "")
        return Import(
            **sent.model_dump(),
            import_id=name,
            letter=letter,
            file_id=file.file_id,
            size_bytes=file.size_bytes,
            created_at=self.desks.clock.now(),
        )

    async def _begin(self, new: Import) -> Import | Refused:
        declared = new.declared_consent_on
        if declared and is_after(declared, new.created_at, province().zone):
            return Refused("consent-in-future", str(declared))
        known = await self.store.find(new.import_id)
        if known and known.failure and known.failure.code in AGAIN:
            await self.store.files.drop(known.file_id)
            # After our fault it keeps its arrival time. After a missing answer it gets a new one.
            since = new if known.failure.code == "not-answered" else known
            await self.store.restart(known, new.file_id, since.created_at)
            self.stumbles.pop(new.import_id, None)
        elif known is None:
            call = await self.desks.call_to(new.round_id, new.district)
            if isinstance(call, Refused):
                return call
            if not new.dry_run:
                # The moment at which it came decides if it was in time, however long it takes.
                begin = BeginLetter(new.letter, call)
                if refused := await self.desks.begin_letter(new.district, begin):
                    return refused
            await self.store.add(new)
        if declared:  # also where the file came before without a declaration
            await self.store.declare(new.import_id, declared)
        self.arrived.set()
        return await self.store.get(new.import_id)

    async def work(self) -> None:
        """Until cancelled: work off what waits, here or where a process was killed."""
        while True:
            self.arrived.clear()
            try:
                while job := await self.store.take_lease(self.holder, self.lease_seconds):
                    with bound_contextvars(actor=job.sent_by):
                        await self._work_on(job)
            except Retryable as error:
                log.warning("import.put-off", why=str(error))
            except Exception:  # a bug in one import must not stop the service
                log.exception("import.bug")
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_SECONDS):
                    await self.arrived.wait()

    async def _work_on(self, job: Import) -> None:
        beating = asyncio.create_task(self._beat(job.import_id))
        began = time.monotonic()
        try:
            if job.failure:  # nobody answered
                await self._fail(job, job.failure)
                return
            with tempfile.TemporaryDirectory(prefix="sentra-import-") as folder:
                path = Path(folder) / "letter"
                if not await self.store.files.copy(job.file_id, job.size_bytes, path):
                    await self._fail(job, Failure(**reference.message("file-gone")))
                    return
                errand = await self._errand(job)
                importing = Importing(
                    self.desks, self.store, self.identity_key, job, self.people, errand
                )
                await importing.run(path)
        except UnreadableFileError as error:
            await self._fail(job, Failure.model_validate(error, from_attributes=True))
        except (Retryable, asyncio.CancelledError):
            with suppress(Exception):
                await self.store.release(job.import_id, self.holder)
            raise
        except Exception:
            log.exception("import.bug", job=job.import_id)
            await self._stumble(job)
            return
        finally:
            beating.cancel()
        log.info("import.done", job=job.import_id, seconds=round(time.monotonic() - began, 1))

    async def _errand(self, job: Import) -> Errand:
        remembered, common = await self.headings.known_to(job.district)
        answer = job.answer
        return Errand(
            district=job.district,
            arrived_on=province().zone.day_of(job.created_at),
            declared_consent_on=(answer and answer.consent_on) or job.declared_consent_on,
            answers=answer.fields if answer else {},
            remembered=remembered,
            common=common,
        )

    async def _stumble(self, job: Import) -> None:
        """A file on which our own code fails is not tried for ever."""
        self.stumbles[job.import_id] += 1
        if self.stumbles[job.import_id] >= BUG_ATTEMPTS:
            await self._fail(job, Failure(**reference.message("bug")))
        else:
            await self.store.release(job.import_id, self.holder)

    async def _fail(self, job: Import, why: Failure) -> None:
        """Tell the district's response first: after a kill the next process repeats this."""
        if not job.dry_run:
            cause, count = f"letter/{job.letter}/failed", CountRows(RowTally(), job.letter)
            await self.desks.tell_district(job.round_id, job.district, cause, count)
        await self.store.finish(job, ImportStatus.FAILED, why)

    async def _beat(self, import_id: str) -> None:
        while True:
            await asyncio.sleep(self.lease_seconds / BEATS_OF_A_LEASE)
            with suppress(Retryable):
                await self.store.beat(import_id, self.holder)

    async def forget_due(self, now: datetime) -> int:
        """Files and lines are private data: kept as long as an officer needs to mend them."""
        await self.store.files.drop_orphans()
        before = now - timedelta(days=self.kept_days)
        if await self.store.give_up(before, Failure(**reference.message("not-answered"))):
            self.arrived.set()
        return await self.store.forget_before(before)
