"""The settings of mentoring."""

from pathlib import Path

from shared.plumbing.core.settings import ServiceSettings

PROGRAMMES = Path(__file__).parent / "programmes"


class Settings(ServiceSettings):
    """`SENTRA_PROGRAMMES`: the folder of programmes. New journeys use the highest version."""

    programmes: Path = PROGRAMMES
