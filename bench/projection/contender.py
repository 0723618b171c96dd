"""python -m bench.projection.contender NAME EVENTS: one run, in a process of its own.

Prints JSON: `events` and `seconds`.
"""

import asyncio
import json
import sys
from uuid import uuid4

from bench.projection import bare, sentra
from shared.plumbing.core.settings import ServiceSettings


def main() -> None:
    name, events = sys.argv[1], int(sys.argv[2])
    settings = ServiceSettings(namespace=f"_bench_{uuid4().hex[:8]}")
    contend = {"bare": bare.run, "sentra": sentra.run}[name]
    seconds = asyncio.run(contend(settings, events))
    sys.stdout.write(json.dumps({"events": events, "seconds": seconds}) + "\n")


if __name__ == "__main__":
    main()
