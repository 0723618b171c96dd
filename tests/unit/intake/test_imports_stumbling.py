"""Imports that do not come to their end, and what becomes of them."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from services.intake.handlers.importing import Importing
from services.intake.handlers.imports import BUG_ATTEMPTS, Imports
from services.intake.model.imports import Failure, ImportStatus
from shared.plumbing.core.failures import Retryable

A_KEY = SecretStr("a key of the tests")
NOBODY: Any = None


class Store:
    """Remembers how imports ended."""

    def __init__(self) -> None:
        self.ended: list[tuple[str, ImportStatus, Failure]] = []
        self.released = 0
        self.files = self

    async def copy(self, _file_id: str, _size_bytes: int, _path: Path) -> bool:
        """It is not read in this test."""
        return True

    async def finish(self, job: Any, status: ImportStatus, failure: Failure) -> None:
        self.ended.append((job.import_id, status, failure))

    async def release(self, _import_id: str, _holder: str) -> None:
        self.released += 1


def a_job(**more: Any) -> Any:
    usual = {"import_id": "one", "file_id": "f", "size_bytes": 1, "dry_run": True, "failure": None}
    return SimpleNamespace(**(usual | more))


async def test_an_import_on_which_we_stumble_fails_after_three_tries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fail(_importing: Importing, _path: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Importing, "run", fail)
    store: Any = Store()
    imports = Imports(NOBODY, store, NOBODY, A_KEY, 60.0, 30)

    for _ in range(BUG_ATTEMPTS):
        await imports._work_on(a_job())

    [(import_id, status, failure)] = store.ended
    assert (import_id, status, failure.code) == ("one", ImportStatus.FAILED, "bug")
    assert store.released == BUG_ATTEMPTS - 1


async def test_an_import_that_must_wait_for_the_machine_is_free_for_any_replica() -> None:
    class Busy(Store):
        async def copy(self, _file_id: str, _size_bytes: int, _path: Path) -> bool:
            raise Retryable("3 children are busy")

    store: Any = Busy()

    with pytest.raises(Retryable):
        await Imports(NOBODY, store, NOBODY, A_KEY, 60.0, 30)._work_on(a_job())

    assert store.released == 1


async def test_an_import_whose_question_nobody_answered_fails_without_being_read() -> None:
    store: Any = Store()
    why = Failure(code="not-answered", message_id="", message_en="")

    await Imports(NOBODY, store, NOBODY, A_KEY, 60.0, 30)._work_on(a_job(failure=why))

    assert store.ended == [("one", ImportStatus.FAILED, why)]
