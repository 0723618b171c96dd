"""Letters on their way: sent to intake as a district sends them, and the answer to each row."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

from pydantic import TypeAdapter

from folder.letters import Letter
from shared.plumbing.access import Role
from story.calling import Services
from story.plan import ROUND
from story.platform import Account, ServiceRefusedError, StoryError
from story.reconcile.evidence import RowOutcome
from story.sample.manifest import ExpectedLetter, OfficerAnswer, find_manifest

ASKS = "waiting-for-columns"
ENDED = frozenset({"done", "refused", "failed", ASKS})
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.02, 0.5
STALLED_SECONDS = 90.0
"""The story gives up when an import shows no progress for so long."""
LINES_OF_A_PAGE = 1_000
BOOK = "answers.json"
ANSWERED = "not-asked"
"""How intake refuses an answer to what is no question any more."""
_OF_THE_FILE = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
_OUR_FAULT = frozenset({"bug", "file-gone"})
Job = dict[str, Any]


@dataclass
class IntakeAnswers:
    """What intake answered to each file."""

    rows: dict[str, dict[int, list[RowOutcome]]] = field(default_factory=dict)
    """By file that intake took in, and by line."""
    refused: dict[str, str] = field(default_factory=dict)
    """Files that intake did not read, or not to the end: why, in a sentence."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read what an earlier run of the same story has kept."""
        book = folder / BOOK
        return TypeAdapter(cls).validate_json(book.read_bytes()) if book.exists() else cls()

    def keep(self, folder: Path) -> None:
        """Write the answers down: intake forgets the lines of an import after some weeks."""
        fresh = folder / f"{BOOK}.new"
        fresh.write_bytes(TypeAdapter(IntakeAnswers).dump_json(self))
        fresh.replace(folder / BOOK)


async def send_letters(
    services: Services, letters: Sequence[Letter], answers: IntakeAnswers
) -> int:
    """Send one after the other: of a UMKM that two districts name, the first letter counts.

    A refused file does not stop the others. Returns how many rows were answered.
    """
    rows, guides = 0, _guides(letters)
    for letter in letters:
        try:
            job = await _read(services, letter, guides.get(letter.path))
        except ServiceRefusedError as refused:
            if refused.status not in _OF_THE_FILE:
                raise
            answers.refused[letter.name] = refused.sentence
            continue
        if job["status"] == ASKS:
            answers.refused[letter.name] = job["question"]["message_en"]
            continue
        rows += job["rows"]
        if failure := job["failure"]:
            answers.refused[letter.name] = _sentence(letter, failure)
        if not job["forgotten"]:
            lines = [line async for line in _lines(services, letter, job)]
            answers.rows[letter.name] = answered_lines(lines)
    return rows


def _guides(letters: Iterable[Letter]) -> dict[Path, ExpectedLetter]:
    """What the manifest beside the letters says of each; real letters have none."""
    manifests = {
        folder: find_manifest(folder) for folder in {letter.path.parent for letter in letters}
    }
    return {
        folder / expected.file: expected
        for folder, manifest in manifests.items()
        for expected in (manifest.letters if manifest else ())
    }


async def _read(services: Services, letter: Letter, guide: ExpectedLetter | None) -> Job:
    """Send a letter and answer what intake asks of its columns, if the manifest knows."""
    job = await _ended(services, letter, await _send(services, letter, guide))
    if job["status"] != ASKS or guide is None or guide.answer is None:
        return job
    answer = _answer(job["question"], guide.answer)
    try:
        job = await services.put(_sender(letter), "intake", f"{job['url']}/columns", json=answer)
    except ServiceRefusedError as refused:
        if refused.code != ANSWERED:  # it was answered, and the receipt was lost
            raise
        job = await services.get(_sender(letter), "intake", job["url"])
    return await _ended(services, letter, job)


def _answer(question: Job, answer: OfficerAnswer) -> Job:
    """What the officer says of each column that is asked about."""
    columns = [
        {"sheet": column["sheet"], "column": name, "fields": answer.columns[name]}
        for table in question["tables"]
        for column in table["columns"]
        if column["open"] and (name := column["column"]) in answer.columns
    ]
    return {"columns": columns, "officer": answer.officer}


async def _send(services: Services, letter: Letter, guide: ExpectedLetter | None) -> Job:
    name = hashlib.sha256(letter.name.encode()).hexdigest()  # a key is short and ASCII
    params = {"district": letter.district, "filename": letter.file}
    if guide and guide.consent_on:
        params |= {"consent": "letter", "consent_on": guide.consent_on.isoformat()}
    job: Job = await services.post(
        _sender(letter),
        "intake",
        f"/rounds/{ROUND}/imports",
        key=f"import-{name}",
        params=params,
        content=await asyncio.to_thread(letter.path.read_bytes),
    )
    return job


def _sender(letter: Letter) -> Account:
    return Role.DISTRICT, letter.district


async def _ended(services: Services, letter: Letter, job: Job) -> Job:
    """Wait until the import has ended or asks; raises StoryError where nothing moves any more."""
    pause, moved = FIRST_PAUSE_SECONDS, time.monotonic()
    while job["status"] not in ENDED:
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        seen, job = job, await services.get(_sender(letter), "intake", job["url"])
        if job != seen:
            moved = time.monotonic()
        elif time.monotonic() - moved > STALLED_SECONDS:
            raise StoryError(f"intake does not go on with {job['file']}: it is {job['status']}.")
    return job


def _sentence(letter: Letter, failure: dict[str, str]) -> str:
    """Why a file failed; raises StoryError where the file is not the reason."""
    if failure["code"] in _OUR_FAULT:
        raise StoryError(f"intake failed on {letter.name}: {failure['message_en']}")
    return failure["message_en"]


async def _lines(services: Services, letter: Letter, job: Job) -> AsyncIterator[dict[str, Any]]:
    after: int | None = 0
    while after is not None:
        page = await services.get(
            _sender(letter), "intake", f"{job['url']}/lines", after=after, limit=LINES_OF_A_PAGE
        )
        for line in page["lines"]:
            yield line
        after = page["after"]


def answered_lines(lines: Iterable[dict[str, Any]]) -> dict[int, list[RowOutcome]]:
    """List what intake answered to each line, with all reasons of a refused one, sorted."""
    answered: dict[int, list[RowOutcome]] = {}
    for line in lines:
        is_refused = line["outcome"] == "refused"
        codes = {problem["code"] for problem in line["problems"]} if is_refused else set()
        outcome = RowOutcome(line["outcome"], tuple(sorted(codes)))
        answered.setdefault(line["line"], []).append(outcome)
    return answered
