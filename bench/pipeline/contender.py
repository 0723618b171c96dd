"""python -m bench.pipeline.contender NAME VOTES UMKM: one run, in a process of its own.

Prints JSON: `messages`, `seconds`, `cpu_seconds` and `peak_mb` of this process.
"""

import asyncio
import json
import resource
import sys
from collections.abc import Awaitable
from uuid import uuid4

from bench.pipeline import bare, sentra, textbook
from bench.processes import peak_mb
from shared.plumbing.core.settings import ServiceSettings


def contend(name: str, votes: int, umkm: int) -> Awaitable[float]:
    settings = ServiceSettings(namespace=f"_bench_{uuid4().hex[:8]}")
    match name:
        case "bare":
            return bare.run(settings, votes, umkm)
        case "single":
            return textbook.run(settings, votes)
        case "sentra":
            return sentra.run(settings, votes, umkm)
    raise SystemExit(f"no contender {name!r}")


def main() -> None:
    name, votes, umkm = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

    async def timed() -> float:
        return await contend(name, votes, umkm)

    seconds = asyncio.run(timed())
    used = resource.getrusage(resource.RUSAGE_SELF)
    result = {
        "messages": votes,
        "seconds": seconds,
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "peak_mb": peak_mb(),
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
