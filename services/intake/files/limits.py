"""How much of a file is read: more than any letter needs, less than what hurts."""

import resource

MEGABYTE = 1024 * 1024
FILE_BYTES = 50 * MEGABYTE
ROWS = 100_000
COLUMNS = 1_000
SHEETS = 60
"""Visible ones; the largest regency has 35 kecamatan."""
LINES_OF_A_SHEET = 1_048_576

UNPACKED_BYTES = 600 * MEGABYTE
MEMBERS = 2_000
# Sheets of 100,000 rows shrink to a tenth, a bomb to a thousandth; small members may do anything.
RATIO = 200
RATIO_FROM_BYTES = 5 * MEGABYTE

UPLOADS_AT_ONCE = 32
UPLOADS_BYTES = 2 * FILE_BYTES
UPLOAD_WALL_SECONDS = 600
"""A slow line needs minutes for 50 MB; a sender that goes silent frees its place then."""

# Of one replica. docker-compose.yml gives intake memory for all of them; a test adds it up.
CHILDREN_AT_ONCE = 3
CHILD_MEMORY_BYTES = 1024 * MEGABYTE
CHILD_CPU_SECONDS = 180
MARKED_BYTES = 100 * MEGABYTE
"""Of a file that comes back marked."""
FRAME_WALL_SECONDS = 300
FRAME_BYTES = 64 * MEGABYTE


def limit_this_process(most_written: int = 0) -> None:
    """Memory, processor time, bytes of a file that is written; and no core dump."""
    for what, most in (
        (resource.RLIMIT_AS, CHILD_MEMORY_BYTES),
        (resource.RLIMIT_CPU, CHILD_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, most_written),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
