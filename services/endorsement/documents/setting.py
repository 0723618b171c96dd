"""`python -m`: sets one decree, JSON in and PDF out.

It is a child process, because typst frees no memory: a decree of 2,000 lines leaves 150 MB. It
opens no connection, and a crash ends the child only.
"""

import os
import sys
from pathlib import Path

import orjson
import typst

TEMPLATE = Path(__file__).parent / "decree.typ"
NICE = 10


def set_decree(decree: bytes) -> bytes:
    """Set the decree. Its content is data, so a name is never read as markup.

    The template uses no packages, so nothing is fetched. It uses the fonts of typst, so a decree
    looks the same on every machine.
    """
    made = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        sys_inputs={"decree": decree.decode()},
        ignore_system_fonts=True,
        timestamp=orjson.loads(decree)["made_at"],
    )
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file, however many pages
    return made


if __name__ == "__main__":
    os.nice(NICE)  # people who wait for an answer come first
    sys.stdout.buffer.write(set_decree(sys.stdin.buffer.read()))
