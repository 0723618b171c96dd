"""The settings of endorsement."""

from pathlib import Path

from pydantic import Field

from shared.plumbing.core.settings import ServiceSettings

POLICIES = Path(__file__).parent / "policies"
LETTERHEAD = Path(__file__).parent / "data" / "letterhead.yaml"


class Settings(ServiceSettings):
    """`SENTRA_POLICIES`: the folder of policy versions, the highest of which opens new ballots."""

    policies: Path = POLICIES
    letterhead: Path = LETTERHEAD
    """Who signs the priority list."""
    feed_readers: int = Field(default=4, ge=1, le=64)
    """Pages of the event feed that are read from Kafka at the same time."""
    feed_pollers: int = Field(default=200, ge=1, le=10_000)
    """Requests to the feed under way, those that wait included; more are asked to come later."""
