"""`./sentra up`: run the platform on a data folder until Ctrl-C."""

import asyncio
import sys
import time
from pathlib import Path

from deploy.embedded.places import DEFAULT_DATA
from deploy.embedded.platform import Platform
from deploy.embedded.shown import addresses, how_to_end
from deploy.embedded.signals import run_until_signal
from deploy.embedded.state import Broker


def up(*, data: Path = DEFAULT_DATA, broker: Broker | None = None) -> int:
    """Run the platform until Ctrl-C; the data folder keeps everything for the next time.

    Parameters
    ----------
    data
        Where the engines keep their data, and the logs.
    broker
        By default Apache Kafka, and the weaker stand-in only where Kafka cannot be had.

    """
    return run_until_signal(_up(data, broker))


async def _up(data: Path, broker: Broker | None) -> int:
    began = time.monotonic()
    async with Platform.open(data, broker=broker, say=_say) as platform:
        _say(f"Sentra runs (started in {time.monotonic() - began:.1f} s).")
        _say(addresses(platform.state()))
        _say(
            "New here? docs/first-vote.md leads to a first vote, docs/first-hour.md into the code."
        )
        _say(how_to_end(platform.state()))
        await asyncio.Event().wait()
    return 0


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
