"""`python -m`: sets one letter, JSON in and PDF out.

A process of its own, because typst keeps what it has set: each letter of 2,000 lines left 150 MB
behind. It opens no connection, and whatever goes wrong here ends with it.
"""

import os
import sys
from pathlib import Path

import orjson
import typst

TEMPLATE = Path(__file__).parent / "letter.typ"
NICE = 10


def set_letter(letter: bytes) -> bytes:
    """Everything said goes in as data: a name is never read as markup.

    The template asks for no package, so that nothing is fetched; the fonts are those of typst, so
    that the same letter is the same on every machine.
    """
    made = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        sys_inputs={"letter": letter.decode()},
        ignore_system_fonts=True,
        timestamp=orjson.loads(letter)["made_at"],
    )
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file, however many pages
    return made


if __name__ == "__main__":
    os.nice(NICE)  # whoever waits for an answer comes first
    sys.stdout.buffer.write(set_letter(sys.stdin.buffer.read()))
