"""A launcher of its own process, as `./sentra up` is; it prints its state once it runs."""

import asyncio
import sys
from pathlib import Path

from deploy.embedded.platform import Platform
from deploy.embedded.signals import run_until_signal
from deploy.embedded.state import Broker


async def main(data: Path, broker: Broker) -> int:
    async with Platform.open(data, broker=broker, services=(), usual_ports=False) as platform:
        sys.stdout.write(platform.state().model_dump_json() + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
    return 0


if __name__ == "__main__":
    sys.exit(run_until_signal(main(Path(sys.argv[1]), Broker(sys.argv[2]))))
