"""A hostile cell, line or crowd of files costs little, and nothing else is lost."""

import asyncio
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Message

from services.intake.api import uploads
from services.intake.api.bodies import pieces
from services.intake.files import limits
from services.intake.files.limits import UPLOADS
from shared.plumbing.http import Problem, build_app
from shared.tables.records import LONGEST_CELL
from tests.support.provinces import SUMUT
from tests.unit.intake.errands import AN_ERRAND
from tests.unit.intake.test_letters_wrong_files import read
from tests.unit.intake.wrong_files import GOOD, HEADINGS, changed, text

ROOT = Path(__file__).parents[3]
WITHIN_SECONDS = 20
"""Generous: a quadratic pattern needs minutes for the same."""


def test_the_longest_cells_that_are_read_cost_milliseconds(tmp_path: Path) -> None:
    fillers = (" ", "1 ", "; ", " dan ", "1.", "per ", "a", "1 jan ")
    # All differ, because the readers remember their answers.
    cells = [
        f"{n}{filler * 4_000}"[: LONGEST_CELL - 1] + "!" for filler in fillers for n in range(20)
    ]
    rows = [changed(**{f"c{place}": cell}) for place in range(8) for cell in cells]

    began = time.process_time()
    _, unreadable = read(tmp_path, text(HEADINGS, *rows, separator="|"))

    assert unreadable is None
    assert time.process_time() - began < WITHIN_SECONDS / 5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b" " * 2_000_000 + b"x", b"long-line"),
        (text(HEADINGS, *[changed(c4=f"1{' ' * 128_000}1")] * 16, GOOD), b"too-long"),
        (text(HEADINGS, *[changed(c5=f"x{' ' * 128_000}x")] * 16, GOOD), b"too-long"),
        (text(HEADINGS, GOOD) + b'\r\nx";"y' * 20_000, b"open-quote"),
    ],
)
def test_a_child_reads_hostile_text_in_no_time(content: bytes, said: bytes, tmp_path: Path) -> None:
    path = tmp_path / "letter"
    path.write_bytes(content)
    errand = tmp_path / "errand"
    errand.write_text(AN_ERRAND.model_dump_json())

    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime

    answer = subprocess.run(
        [sys.executable, "-m", "services.intake.files.child", path, errand, SUMUT.folder],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )

    # Of the processor: a busy machine makes no reader slow.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < WITHIN_SECONDS
    assert said in answer.stdout


def test_good_rows_beside_cells_that_are_too_long_are_read(tmp_path: Path) -> None:
    huge = changed(c4=f"0901.11{' ' * 128_000}dan")
    rows, unreadable = read(tmp_path, text(HEADINGS, GOOD, huge, GOOD))

    assert unreadable is None
    assert [[code for _, code, *_ in row.problems] for row in rows] == [[], ["too-long"], []]


async def test_a_file_for_which_there_is_no_room_is_answered_with_when_to_come_again() -> None:
    app = build_app("intake", "", uploads=("/imports",))
    nobody: Any = None
    app.include_router(uploads.router(nobody, limits.FILE_BYTES).router)
    transport = httpx.ASGITransport(app)

    async with httpx.AsyncClient(transport=transport, base_url="http://intake") as door:
        with UPLOADS.one_more(limits.UPLOADS_BYTES - 10):
            answer = await door.post(
                "/rounds/2026-1/imports", params={"district": "12.11"}, content=b"x" * 11
            )

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


async def test_a_sender_that_goes_silent_frees_its_place() -> None:
    async def silent() -> Message:
        return await asyncio.Future[Message]()

    request = Request({"type": "http", "headers": []}, silent)

    with pytest.raises(Problem) as refused:
        _ = [piece async for piece in pieces(request, limits.FILE_BYTES, within=0.01)]

    assert (refused.value.status, refused.value.code) == (408, "slow-upload")


def test_two_of_the_largest_files_find_room_at_once() -> None:
    assert limits.UPLOADS_BYTES >= 2 * limits.FILE_BYTES
