"""A dry run says of each row what the import itself will say of it."""

from typing import Any

import httpx
import pytest

from tests.integration.intake.asking import as_csv
from tests.integration.intake.importing import HEADINGS, a_row, post
from tests.integration.intake.office import Office, finished, lines_of
from tests.support.topics import Fact

pytestmark = pytest.mark.engines
WRONG, OPEN = {"hs": "1"}, {"product": "Kopi hijau arabika", "hs": ""}
AS_MANY_AS_A_FRAME = 500


def a_letter(*, is_wrong: bool) -> bytes:
    """Write rows that are known, withdrawn, new, without a code, and repeated far below."""
    first = [a_row(1), a_row(2), a_row(3), a_row(3), a_row(4, **OPEN)]
    between = [a_row(100 + n) for n in range(AS_MANY_AS_A_FRAME)]
    wrong = [a_row(5, **WRONG)] if is_wrong else []
    return as_csv([HEADINGS, *first, *between, *first, *wrong])


async def import_of(
    door: httpx.AsyncClient, office: Office, content: bytes, **params: Any
) -> tuple[Fact, list[Fact]]:
    job = await finished(door, await post(door, office, content, filename="surat.csv", **params))
    return job, await lines_of(door, job)


async def one_known_and_one_withdrawn(door: httpx.AsyncClient, office: Office) -> None:
    _, lines = await import_of(door, office, as_csv([HEADINGS, a_row(1), a_row(2)]))
    await door.post(f"/nominations/{lines[1]['umkm_id']}/withdraw", json={})


@pytest.mark.parametrize(
    ("mode", "is_wrong", "status", "accepted"),
    [("rows", True, "done", 503), ("all", True, "refused", 0), ("all", False, "done", 503)],
)
async def test_foretold_and_taken_rows_have_the_same_outcomes_and_words(
    office: Office, mode: str, is_wrong: bool, status: str, accepted: int
) -> None:
    door = await office.replica()
    await office.open_round(door)
    await one_known_and_one_withdrawn(door, office)
    content = a_letter(is_wrong=is_wrong)

    dry, foretold = await import_of(door, office, content, mode=mode, dry_run=True)
    job, taken = await import_of(door, office, content, mode=mode)

    assert foretold == taken
    assert (dry["status"], dry["accepted"]) == (job["status"], job["accepted"])
    assert (job["status"], job["accepted"], job["duplicates"]) == (status, accepted, 7)


@pytest.mark.parametrize(("before", "then"), [("rows", "all"), ("all", "rows")])
async def test_a_letter_that_was_taken_in_one_mode_is_foretold_alike_in_the_other(
    office: Office, before: str, then: str
) -> None:
    door = await office.replica()
    await office.open_round(door)
    content = as_csv([HEADINGS, a_row(1), a_row(2), a_row(1)])
    _, taken_before = await import_of(door, office, content, mode=before)

    dry, foretold = await import_of(door, office, content, mode=then, dry_run=True)
    job, taken = await import_of(door, office, content, mode=then)

    assert foretold == taken == taken_before
    assert (dry["accepted"], job["accepted"]) == (2, 2)
