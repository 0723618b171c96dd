"""The settings of endorsement."""

from pathlib import Path

from shared.plumbing.settings import ServiceSettings

POLICIES = Path(__file__).parent / "policies"


class Settings(ServiceSettings):
    """`SENTRA_POLICIES`: the folder of policy versions, the highest of which opens new ballots."""

    policies: Path = POLICIES
