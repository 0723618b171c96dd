"""The settings of endorsement."""

from pathlib import Path

from shared.plumbing.core.settings import ServiceSettings

POLICIES = Path(__file__).parent / "policies"
LETTERHEAD = Path(__file__).parent / "data" / "letterhead.yaml"


class Settings(ServiceSettings):
    """`SENTRA_POLICIES`: the folder of policies. New ballots use the highest version."""

    policies: Path = POLICIES
    letterhead: Path = LETTERHEAD
    """The office that signs the priority list."""
