"""Letters on their way: posted to intake, and what was answered to each row."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from story.calling import Services
from story.folder import Letter
from story.plan import ROUND
from story.reconcile.evidence import RowOutcome
from story.stage import RefusedError

_OF_THE_FILE = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@dataclass
class Answers:
    """What intake said: to each row by file and line, or of a file as a whole."""

    rows: dict[str, dict[int, list[RowOutcome]]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """Of a file of which no row was read: why, in a sentence."""


async def send_letters(services: Services, letters: Sequence[Letter], answers: Answers) -> int:
    """One after the other: of a UMKM that two districts name, the first letter counts.

    A file that is refused does not keep the others back. Returns how many rows were answered.
    """
    rows = 0
    for letter in letters:
        try:
            report = await _send(services, letter)
        except RefusedError as refused:
            if refused.status not in _OF_THE_FILE:
                raise
            answers.refused[letter.name] = refused.sentence
            continue
        answers.rows[letter.name] = answered_lines(report)
        rows += report["rows"]
    return rows


async def _send(services: Services, letter: Letter) -> Any:
    name = hashlib.sha256(letter.name.encode()).hexdigest()  # a key is short and ASCII
    return await services.post(
        "intake",
        f"/rounds/{ROUND}/letters",
        key=f"letter-{name}",
        params={"district": letter.district, "filename": letter.file},
        content=await asyncio.to_thread(letter.path.read_bytes),
    )


def answered_lines(report: dict[str, Any]) -> dict[int, list[RowOutcome]]:
    """What intake said of each line; all reasons of a refused one, sorted."""
    reasons: dict[int, set[str]] = {}
    for problem in report["problems"]:
        reasons.setdefault(problem["line"], set()).add(problem["code"])
    found: dict[int, list[RowOutcome]] = {}
    for line in report["lines"]:
        codes: set[str] = set()
        if line["outcome"] == "refused":
            codes = reasons.get(line["line"], {str(line.get("code"))})
        outcome = RowOutcome(line["outcome"], tuple(sorted(codes)))
        found.setdefault(line["line"], []).append(outcome)
    return found
