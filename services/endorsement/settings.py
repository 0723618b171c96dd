"""The settings of endorsement."""

from pathlib import Path

from shared.province.settings import ProvinceSettings

POLICIES = Path(__file__).parent / "policies"


class Settings(ProvinceSettings):
    """`SENTRA_POLICIES`: the folder of policies. New ballots use the highest version."""

    policies: Path = POLICIES
