"""Failures, named by what happens next."""

from dataclasses import dataclass

STALE = "stale"
"""The aggregate has changed since its sender saw it; nothing is remembered of the refusal."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A normal answer: the rules say no. Returned by `decide`, never raised."""

    code: str
    detail: str
    missing: bool = False
    """There is nothing to which the command could apply (404 rather than 409)."""


class RefusedError(Exception):
    """A refusal of the plumbing itself; the door that was used says it in its own way."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.detail)
        self.refused = refused


class Invalid(Exception):  # noqa: N818 - named by what happens next
    """A message that can never succeed: dead letter at once."""


class Retryable(Exception):  # noqa: N818 - named by what happens next
    """The world is away (MongoDB, Kafka): the same thing again later, never a dead letter."""


class Conflict(Retryable):
    """Others kept changing the same aggregates; try the whole again."""


class HeldByAnother(Retryable):
    """Another aggregate has what only one may have: look again whose it is, then try once more.

    The same thing again would fail in the same way.
    """
