"""The settings of mentoring."""

from pathlib import Path

from shared.province.settings import ProvinceSettings

PROGRAMMES = Path(__file__).parent / "programmes"


class Settings(ProvinceSettings):
    """`SENTRA_PROGRAMMES`: the folder of programmes. New journeys use the highest version."""

    programmes: Path = PROGRAMMES
