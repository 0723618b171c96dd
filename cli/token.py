"""`./sentra token`: a token for a role, from the platform that runs here."""

from pathlib import Path

from cli.accounts import source_of
from deploy.embedded.errors import PlatformError
from deploy.embedded.places import DEFAULT_DATA
from shared.plumbing.access import Role
from shared.plumbing.access.callers import REACHES


def token(
    role: Role,
    /,
    *,
    district: str | None = None,
    agency: str | None = None,
    mentor: str | None = None,
    umkm: str | None = None,
    data: Path = DEFAULT_DATA,
) -> None:
    """Print a token that is valid for 15 minutes.

    Use it as `curl -H "Authorization: Bearer $(./sentra token province)" ...`.

    Parameters
    ----------
    role
        What the account may do.
    district
        The code of the district, for the role district.
    agency
        The id of the agency, for the role agency.
    mentor
        The account of the mentor, for the role mentor.
    umkm
        The id of the UMKM, for the role owner.
    data
        Where the platform keeps its data.

    """
    named = {"district": district, "agency": agency, "mentor": mentor, "umkm": umkm}
    reaches = {name: reach for name, reach in named.items() if reach}
    needed = REACHES.get(role)
    if set(reaches) != ({needed} if needed else set()):
        raise PlatformError(f"The role {role} needs {f'--{needed}' if needed else 'no reach'}.")
    print(source_of(data).token_now(role, reaches.get(needed or "")))
