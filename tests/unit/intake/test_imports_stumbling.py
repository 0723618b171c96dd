"""A file on which our own code fails is set aside after three tries, and others go on."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from services.intake.handlers.importing import Importing
from services.intake.handlers.imports import BUG_ATTEMPTS, Imports
from services.intake.model.imports import Failure, ImportStatus


class Store:
    """Remembers how imports ended."""

    def __init__(self) -> None:
        self.ended: list[tuple[str, ImportStatus, Failure]] = []
        self.released = 0
        self.files = self

    async def copy(self, _job: Any, _path: Path) -> bool:
        """It is not read in this test."""
        return True

    async def finish(self, import_id: str, status: ImportStatus, failure: Failure) -> None:
        self.ended.append((import_id, status, failure))

    async def release(self, _import_id: str, _holder: str) -> None:
        self.released += 1


async def test_an_import_on_which_we_stumble_fails_after_three_tries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fail(_importing: Importing, _path: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Importing, "run", fail)
    store: Any = Store()
    nobody: Any = None
    imports = Imports(nobody, store, nobody, SecretStr("a key of the tests"), 60.0, 30)
    job: Any = SimpleNamespace(import_id="one", dry_run=True)

    for _ in range(BUG_ATTEMPTS):
        await imports._work_on(job)

    [(import_id, status, failure)] = store.ended
    assert (import_id, status, failure.code) == ("one", ImportStatus.FAILED, "bug")
    assert store.released == BUG_ATTEMPTS - 1
