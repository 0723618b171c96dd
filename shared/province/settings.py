"""Which province an installation serves."""

from functools import cache

from shared.plumbing.core.settings import ServiceSettings
from shared.province.model import Province
from shared.province.reader import load_province

DEFAULT = "sumut"


class ProvinceSettings(ServiceSettings):
    """`SENTRA_PROVINCE`: the name of an installed province, or the path of its folder."""

    province: str = DEFAULT


@cache
def chosen_province() -> Province:
    """The province that the environment names. Raises PackError."""
    return load_province(ProvinceSettings().province)
