"""Where the story is played: a running platform, known by its addresses alone."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

AGENCIES = ("disperindag", "bi", "karantina")


class StoryError(Exception):
    """The story cannot go on; the message says who or what stands in the way."""


@dataclass(frozen=True)
class Stage:
    """All that the director needs to know of a platform."""

    kafka: str
    mongo_url: str
    services: Mapping[str, str]
    """Base URL of each service."""
    mail: Path
    sink: Path
    book: Path
    """Where the story remembers which one it is; kept with the data of the platform."""
    move_clock: Callable[[timedelta], Awaitable[None]]
    agencies: tuple[str, ...] = AGENCIES
