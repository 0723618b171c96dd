"""A child process reads a file under limits, and starts quickly."""

import subprocess
import sys
from pathlib import Path

from shared.tables import limits

ROOT = Path(__file__).parents[3]


def output_of(*lines: str, argument: str = "") -> list[str]:
    child = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), argument],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return child.stdout.decode().split()


def test_a_child_reads_under_limits() -> None:
    allowed = output_of(
        "from shared.tables.limits import limit_this_process",
        "limit_this_process()",
        "from resource import RLIMIT_AS, RLIMIT_CPU, getrlimit",
        "print(getrlimit(RLIMIT_AS)[1], getrlimit(RLIMIT_CPU)[1])",
    )

    assert allowed == [str(limits.CHILD_MEMORY_BYTES), str(limits.CHILD_CPU_SECONDS)]


def test_a_csv_loads_no_library_that_it_does_not_need(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a;b\n1;2\n")

    loaded = output_of(
        "import sys",
        "from pathlib import Path",
        "from shared.tables.files.opened import opened",
        "import shared.tables.frames, shared.tables.limits",
        "assert list(opened(Path(sys.argv[1])).records(';'))",
        "print(*sys.modules)",
        argument=str(path),
    )

    assert {"openpyxl", "xlrd", "selectolax", "asyncio", "structlog"}.isdisjoint(loaded)
