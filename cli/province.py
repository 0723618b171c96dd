"""`./sentra province`: say whether the folder of a province can be used."""

from shared.province import load_province
from shared.province.settings import DEFAULT


def province(chosen: str = DEFAULT) -> None:
    """Say whether the folder of a province can be used, or where its first mistake is.

    Parameters
    ----------
    chosen
        The name of an installed province, or the path of a folder.

    """
    pack = load_province(chosen)
    counts = f"{len(pack.districts)} districts and {len(pack.agencies)} agencies"
    print(f"{pack.name} ({pack.code}, {pack.zone}) has {counts}.")
