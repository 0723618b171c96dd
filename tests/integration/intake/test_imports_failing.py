"""Imports that fail, by the file's fault or by our own: nothing of them is lost or stays behind."""

from collections.abc import Sequence
from typing import Any

import pytest

from services.intake.files.lines import Line
from services.intake.model.imports import Import
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
