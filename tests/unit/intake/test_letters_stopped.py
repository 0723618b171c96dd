"""A reader that is told to stop says nothing of its file."""

import os
import signal
from pathlib import Path

import psutil
import pytest

from services.intake.files.reader import read_file
from shared.plumbing.failures import Retryable
from tests.bench.imports.load import DISTRICT, write_csv

MORE_ROWS_THAN_A_PIPE_HOLDS = 20_000


async def test_a_file_whose_reader_is_told_to_stop_is_read_again_and_not_refused(
    tmp_path: Path,
) -> None:
    path = tmp_path / "letter.csv"
    write_csv(path, MORE_ROWS_THAN_A_PIPE_HOLDS, seed=1)
    portions = read_file(path, DISTRICT)
    await anext(portions)
    [child] = psutil.Process().children()

    assert os.getsid(child.pid) == child.pid  # what stops the service and its group passes it by
    child.send_signal(signal.SIGTERM)
    with pytest.raises(Retryable):
        async for _ in portions:
            pass
