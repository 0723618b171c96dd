"""The settings of endorsement."""

from pathlib import Path

from pydantic import Field

from shared.plumbing.core.settings import ServiceSettings

POLICIES = Path(__file__).parent / "policies"
LETTERHEAD = Path(__file__).parent / "data" / "letterhead.yaml"


class Settings(ServiceSettings):
    """`SENTRA_POLICIES`: the folder of policies. New ballots use the highest version."""

    policies: Path = POLICIES
    letterhead: Path = LETTERHEAD
    """The office that signs the priority list."""
    feed_readers: int = Field(default=4, ge=1, le=64)
    """Pages of the event feed that are read from Kafka at the same time."""
    feed_pollers: int = Field(default=200, ge=1, le=10_000)
    """The most requests to the feed at once, including waiting ones. Others must retry later."""
