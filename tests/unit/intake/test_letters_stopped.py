"""The process that reads a file: what it is told, and what it says when it must stop."""

import os
import signal
from pathlib import Path

import psutil
import pytest

from services.intake.files.reader import read_file
from shared.plumbing.core.failures import Retryable
from shared.tables.unreadable import UnreadableFileError
from tests.unit.intake.errands import AN_ERRAND

HEADINGS = "Nama Usaha;Nama Pemilik;No HP;Produk;Kode HS;Persetujuan\n"
MORE_ROWS_THAN_A_PIPE_HOLDS = 20_000


@pytest.mark.parametrize(
    ("stopped_by", "error"),
    [(signal.SIGTERM, Retryable), (signal.SIGKILL, UnreadableFileError)],
)
async def test_a_file_whose_reader_is_told_to_stop_is_read_again_and_one_that_kills_it_is_refused(
    stopped_by: signal.Signals, error: type[Exception], tmp_path: Path
) -> None:
    path = tmp_path / "letter.csv"
    row = "Kopi Sidikalang;Tiurma Sihombing;081266496171;Kopi;0901.11;ya, 21-03-2026\n"
    path.write_text(HEADINGS + row * MORE_ROWS_THAN_A_PIPE_HOLDS)
    portions = read_file(path, AN_ERRAND)
    before = set(psutil.Process().children())  # engines of other tests
    await anext(portions)
    [child] = set(psutil.Process().children()) - before

    assert os.getsid(child.pid) == child.pid  # what stops the service and its group passes it by
    child.send_signal(stopped_by)
    with pytest.raises(error):
        async for _ in portions:
            pass


async def test_a_district_that_taught_many_long_headings_has_its_letters_read(
    tmp_path: Path,
) -> None:
    path = tmp_path / "letter.csv"
    path.write_text(HEADINGS + "Kopi;Tiurma Sihombing;081266496171;Kopi;0901.11;ya, 21-03-2026\n")
    fields = dict.fromkeys(range(150), ("business_name",))
    remembered = {f"{letter:064}": fields for letter in range(40)}

    portions = read_file(path, AN_ERRAND.model_copy(update={"remembered": remembered}))

    assert [len(portion.rows) async for portion in portions] == [0, 1]
