"""Limits for a file and for the child process that reads it."""

import resource

MEGABYTE = 1024 * 1024
ROWS = 100_000
COLUMNS = 1_000
SHEETS = 60
"""Visible sheets. The largest regency has 35 kecamatan."""
LINES_OF_A_SHEET = 1_048_576

UNPACKED_BYTES = 600 * MEGABYTE
MEMBERS = 2_000
# Sheets of 100,000 rows shrink to a tenth, a bomb to a thousandth; small members may do anything.
RATIO = 200
RATIO_FROM_BYTES = 5 * MEGABYTE

CHILD_MEMORY_BYTES = 1024 * MEGABYTE
CHILD_CPU_SECONDS = 180
FRAME_WALL_SECONDS = 300
FRAME_BYTES = 64 * MEGABYTE


def limit_this_process(most_written: int = 0) -> None:
    """Limit memory, processor time and written bytes of this process, and write no core dump."""
    for what, most in (
        (resource.RLIMIT_AS, CHILD_MEMORY_BYTES),
        (resource.RLIMIT_CPU, CHILD_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, most_written),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
