"""Where the story is played: a running platform, known by its addresses alone."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from shared.plumbing.access import Role

Account = tuple[Role, str | None]
"""A role with its reach: each person of the story acts as itself."""
OPERATIONS: Account = Role.OPERATIONS, None
PROVINCE: Account = Role.PROVINCE, None
AGENCIES = ("disperindag", "bi", "karantina")


class StoryError(Exception):
    """The story cannot go on; the message says who or what stands in the way."""


class ServiceRefusedError(StoryError):
    """A service has judged what it was asked, and says no; asking again would end the same way."""

    def __init__(self, request: str, status: int, code: str, sentence: str) -> None:
        super().__init__(f"{request}: {sentence}")
        self.status, self.code, self.sentence = status, code, sentence


@dataclass(frozen=True)
class StoryPlatform:
    """All that the director needs to know of a platform."""

    kafka: str
    mongo_url: str
    services: Mapping[str, str]
    """Base URL of each service."""
    mail: Path
    sink: Path
    book: Path
    """Where the story remembers which one it is; kept with the data of the platform."""
    token: Callable[[Account], Awaitable[str]]
    """Raises OSError while the issuer is away."""
    move_clock: Callable[[timedelta], Awaitable[None]]
    agencies: tuple[str, ...] = AGENCIES
