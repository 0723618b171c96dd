"""The undisturbed story, which is played once for all files."""

from pathlib import Path

import pytest

from story.reconcile.result import Reconciliation
from tests.e2e.playing import play_on


@pytest.fixture(scope="package")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the undisturbed story."""
    return tmp_path_factory.mktemp("undisturbed")


@pytest.fixture(scope="package")
async def undisturbed(finished: Path) -> Reconciliation:
    return await play_on(finished)
