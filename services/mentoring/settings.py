"""The settings of mentoring."""

from pathlib import Path

from shared.plumbing.core.settings import ServiceSettings

PROGRAMMES = Path(__file__).parent / "programmes"


class Settings(ServiceSettings):
    """`SENTRA_PROGRAMMES`: the folder of programme versions; new journeys take the highest."""

    programmes: Path = PROGRAMMES
