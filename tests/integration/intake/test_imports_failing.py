"""Imports that fail, by the file's fault or by our own: nothing of them is lost or stays behind."""

from collections.abc import Sequence
from typing import Any

import pytest

from services.intake.files.lines import Line
from services.intake.model.imports import Import
from services.intake.model.responses import Response
from services.intake.store import IntakeStore, response_key
from services.intake.store.imports import ImportStore
from tests.integration.intake.office import Office
from tests.integration.intake.test_imports import HEADINGS, a_row, finished, post

pytestmark = pytest.mark.engines


def a_csv(*rows: list[Any]) -> bytes:
    return "\r\n".join(";".join(row) for row in [HEADINGS, *rows]).encode()


def stumbling(monkeypatch: pytest.MonkeyPatch, *, behind: int) -> None:
    """Let the service fail on every row behind this line."""
    settle = ImportStore.settle

    async def fail(store: ImportStore, job: Import, lines: Sequence[Line], **shown: Any) -> None:
        if lines[-1].line > behind:
            raise ZeroDivisionError
        await settle(store, job, lines, **shown)

    monkeypatch.setattr(ImportStore, "settle", fail)


async def response_of(office: Office) -> Response:
    store = IntakeStore(office.services[0].database)
    found = await store.find_response(response_key(office.round_id, "12.71"))
    assert found
    return found


@pytest.mark.parametrize("mode", ["rows", "all"])
async def test_a_letter_that_cannot_be_read_is_not_said_to_be_read_for_ever(
    office: Office, mode: str
) -> None:
    door = await office.replica()
    await office.open_round(door)

    failed = await finished(door, await post(door, office, b"PK\x03\x04 broken", mode=mode))

    assert failed["status"] == "failed"
    assert not (await response_of(office)).reading


async def test_a_letter_on_which_we_fail_is_counted_when_it_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = await office.replica()
    await office.open_round(door)
    content = a_csv(a_row(1), a_row(2))

    with monkeypatch.context() as patch:
        stumbling(patch, behind=0)
        await finished(door, await post(door, office, content))
    failed = await response_of(office)
    await finished(door, await post(door, office, content))
    counted = await response_of(office)

    assert (failed.reading, failed.letters) == ({}, 1)
    assert (counted.reading, counted.letters, counted.tally.accepted) == ({}, 1, 2)


async def test_the_report_is_whole_of_an_import_that_goes_on_after_our_own_fault(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = await office.replica()
    await office.open_round(door)
    content = a_csv(*[a_row(n) for n in range(2_500)])

    with monkeypatch.context() as patch:
        stumbling(patch, behind=2_000)
        failed = await finished(door, await post(door, office, content, mode="all"))
    done = await finished(door, await post(door, office, content, mode="all"))

    assert (failed["failure"]["code"], failed["rows"] > 0) == ("bug", True)
    assert (done["status"], done["rows"], done["accepted"]) == ("done", 2_500, 2_500)
    lines = [
        line
        async for line in ImportStore(office.services[0].database).read_lines(done["import_id"])
    ]
    assert [line.line for line in lines] == list(range(2, 2_502))
