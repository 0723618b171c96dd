"""What a process holds and has used."""

import re
from pathlib import Path

import psutil

MOST_KB = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


def megabytes(process: psutil.Process) -> int:
    return int(process.memory_info().rss // 2**20)


def peak_mb(pid: int | None = None) -> int:
    """The most that it ever held; of this process itself when no other is named.

    `getrusage` would not do: a process inherits there what its parent held when it was made.
    """
    [most] = MOST_KB.findall(Path(f"/proc/{pid or 'self'}/status").read_text())
    return int(most) // 1024


def cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
