"""A reader that is told to stop says nothing of its file."""

import os
import signal
from datetime import date
from pathlib import Path

import psutil
import pytest

from services.intake.files.reader import read_file
from services.intake.letters.parsing import LetterFacts
from shared.plumbing.failures import Retryable

HEADINGS = "Nama Usaha;Nama Pemilik;No HP;Produk;Kode HS;Persetujuan\n"
MORE_ROWS_THAN_A_PIPE_HOLDS = 20_000


async def test_a_file_whose_reader_is_told_to_stop_is_read_again_and_not_refused(
    tmp_path: Path,
) -> None:
    path = tmp_path / "letter.csv"
    row = "Kopi Sidikalang;Tiurma Sihombing;081266496171;Kopi;0901.11;ya, 21-03-2026\n"
    path.write_text(HEADINGS + row * MORE_ROWS_THAN_A_PIPE_HOLDS)
    portions = read_file(path, LetterFacts("12.11", date(2026, 11, 30)))
    before = set(psutil.Process().children())  # engines of other tests
    await anext(portions)
    [child] = set(psutil.Process().children()) - before

    assert os.getsid(child.pid) == child.pid  # what stops the service and its group passes it by
    child.send_signal(signal.SIGTERM)
    with pytest.raises(Retryable):
        async for _ in portions:
            pass
