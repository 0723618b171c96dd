"""Reads what has left the platform: the maildir of the local inbox, and the file sink."""

import re
from collections import Counter
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from pathlib import Path
from urllib.parse import unquote

import orjson

from story.reconcile.evidence import Deliveries


def read_deliveries(mail: Path, sink: Path) -> Deliveries:
    """Count by notice id; a line that cannot be read counts as one of its own."""
    return Deliveries(mails=Counter(_mails(mail)), sunk=Counter(_lines(sink)))


def _mails(folder: Path) -> Iterator[str]:
    """The left part of a Message-ID is the notice id, quoted."""
    parser = BytesHeaderParser()
    for state in ("new", "cur"):
        for path in (folder / state).glob("*"):
            with path.open("rb") as file:
                header = str(parser.parse(file)["Message-ID"])
            plain = re.sub(r"\s", "", header).strip("<>")
            yield unquote(plain.rpartition("@")[0])


def _lines(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            if line.strip():
                yield _notice_of(line) or f"{path.name}:{number}"


def _notice_of(line: bytes) -> str | None:
    try:
        return str(orjson.loads(line)["notice_id"])
    except (ValueError, KeyError, TypeError):
        return None  # half a line of a process that was killed: its message is written again
