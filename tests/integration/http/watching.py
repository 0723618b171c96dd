"""Asks a service for its health all the time, from a process of its own, and measures it."""

import http.client
import json
import select
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import psutil

from shared.plumbing.http.body_limit import MOST_COMMAS

ASK_EVERY_SECONDS = 0.05
READ_AT_EACH = 10
MEGABYTE = 1024 * 1024


@dataclass
class Watch:
    """The slowest answer of `/health`, and the most memory of a process with its children."""

    slowest: float = 0.0
    """In seconds. Time in which the service had no processor does not count: other programs may
    keep the machine busy.
    """
    slowest_at: float = 0.0
    """On the monotonic clock, which all processes of a machine share."""
    reading: float = 0.0
    """In which this machine reads a JSON body with the most values, in seconds: the median.

    Other programs slow both down, as they share caches and cores.
    """
    count: int = 0
    most_megabytes: float = 0.0
    begun: list[tuple[float, str]] = field(default_factory=list)
    """When the service got which request."""

    def begins(self, what: str) -> None:
        self.begun.append((time.monotonic(), what))

    @property
    def culprit(self) -> str:
        """The last request before its slowest answer."""
        before = [what for moment, what in self.begun if moment <= self.slowest_at + self.slowest]
        return f"{self.slowest:.3f} s at {before[-1] if before else 'the start'}"


@contextmanager
def watched(url: str) -> Iterator[Watch]:
    """Watch until the end of the block; then the figures are there."""
    command = [sys.executable, "-m", __name__, str(urlsplit(url).port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline().strip() == "begun"
    watch = Watch()
    try:
        yield watch
    finally:
        figures, _ = process.communicate()
        for name, value in json.loads(figures).items():
            setattr(watch, name, value)


def main(port: int) -> None:
    """Ask until the standard input is closed, then print the figures."""
    watch, process, readings = Watch(), _listener_at(port), [_reading()]
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    while not (watch.count and _is_over()):
        began, used = time.monotonic(), _processor_seconds(process)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/health")
        connection.getresponse().read()
        connection.close()
        took = min(time.monotonic() - began, _processor_seconds(process) - used)
        if took > watch.slowest:
            watch.slowest, watch.slowest_at = took, began
        watch.count += 1
        watch.most_megabytes = max(watch.most_megabytes, _megabytes(process))
        if not watch.count % READ_AT_EACH:
            readings.append(_reading())
    watch.reading = statistics.median(readings)
    shown = ("slowest", "slowest_at", "reading", "count", "most_megabytes")
    sys.stdout.write(json.dumps({name: getattr(watch, name) for name in shown}))


def _reading() -> float:
    began = time.process_time()
    json.loads(b"[" + b"[]," * MOST_COMMAS + b"[]]")
    return time.process_time() - began


def _is_over() -> bool:
    """Wait a moment; true if the standard input was closed."""
    ready, _, _ = select.select([sys.stdin], [], [], ASK_EVERY_SECONDS)
    return bool(ready)


def _listener_at(port: int) -> psutil.Process:
    for each in psutil.net_connections("tcp"):
        if each.status == psutil.CONN_LISTEN and each.pid and each.laddr[1:] == (port,):
            return psutil.Process(each.pid)
    raise LookupError(f"nobody listens at port {port}")


def _processor_seconds(process: psutil.Process) -> float:
    """The children of the process do not count."""
    times = process.cpu_times()
    return times.user + times.system


def _megabytes(process: psutil.Process) -> float:
    """The memory of the process and its children. What they share counts for each."""
    total = 0
    for each in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            total += each.memory_info().rss
    return total / MEGABYTE


if __name__ == "__main__":
    main(int(sys.argv[1]))
