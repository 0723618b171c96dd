"""Reads what has left the platform: the maildir of the local inbox, and the file sink."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from email.parser import BytesHeaderParser
from pathlib import Path
from urllib.parse import unquote

import orjson

from story.reconcile.evidence import Deliveries


def read_deliveries(mail: Path, sink: Path) -> Deliveries:
    """Count by notice id."""
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
        for line in path.read_bytes().splitlines():
            # A killed process left half a line. Its message is written again.
            with suppress(ValueError):
                yield str(orjson.loads(line)["notice_id"])
