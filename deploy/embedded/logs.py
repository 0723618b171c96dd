"""Keeps the log of a running program within bounds."""

import os
import shutil
from pathlib import Path


def bound(log: Path, largest: int) -> None:
    """Put a log that has grown too large aside as `<name>.log.1`, and empty it in place.

    The program goes on writing to the same file: it was opened to append, so it finds the new
    end by itself. A line written between copy and cut is lost, as with every rotation of this
    kind; a pipe through the launcher would make every program wait for it instead.
    """
    if not log.exists() or log.stat().st_size <= largest:
        return
    fresh = log.with_name(f"{log.name}.new")
    shutil.copyfile(log, fresh)
    os.truncate(log, 0)
    fresh.replace(log.with_name(f"{log.name}.1"))
