"""Run it: `python -m examples.agency --agency bi --kafka 127.0.0.1:9092`."""

import argparse
import asyncio
import signal

from examples.agency.agency import vote_for_ever
from examples.agency.opinions import OPINIONS


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m examples.agency", description=__doc__)
    parser.add_argument("--agency", required=True, choices=sorted(OPINIONS))
    parser.add_argument("--kafka", default="127.0.0.1:9092", help="host:port of the broker")
    arguments = parser.parse_args()
    voting = asyncio.ensure_future(vote_for_ever(arguments.agency, arguments.kafka))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, voting.cancel)
    await asyncio.wait([voting])
    if not voting.cancelled():
        voting.result()


if __name__ == "__main__":
    asyncio.run(main())
