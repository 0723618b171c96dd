"""Failures, named by what happens next."""

from dataclasses import dataclass

_OURS = frozenset({"shared", "services"})
STALE = "stale"
"""The aggregate changed after the sender saw it. This refusal is not recorded."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A normal answer: the rules say no. Returned by `decide`, never raised."""

    code: str
    detail: str
    missing: bool = False
    """The aggregate does not exist (404 instead of 409)."""


class RefusedError(Exception):
    """A refusal by the plumbing. HTTP renders it as a problem."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.detail)
        self.refused = refused


class Invalid(Exception):  # noqa: N818 - named by what happens next
    """A message that can never succeed: dead letter at once."""


class Retryable(Exception):  # noqa: N818 - named by what happens next
    """MongoDB or Kafka is away: try again later, never a dead letter."""


class LostRace(Retryable):
    """Other writers kept changing the same aggregates. Try the whole batch again."""


class HeldByAnother(Retryable):
    """Another aggregate holds a value that must be unique.

    The same command would fail again: look up the holder first.
    """


def is_ours(error: BaseException) -> bool:
    """Whether its class is one of Sentra, so that its text holds no document and no value."""
    return type(error).__module__.partition(".")[0] in _OURS


def in_short(error: BaseException) -> str:
    """Say what failed where others read it: in a log, in `/health`, in a dead letter."""
    return str(error) if is_ours(error) else type(error).__name__
