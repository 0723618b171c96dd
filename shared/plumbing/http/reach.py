"""What a handler asks about the caller when the request does not name the owner of an object."""

from shared.plumbing.access import Role, present_caller
from shared.plumbing.http.problems import Problem


def forbidden(english: str = "This account is not for this.") -> Problem:
    return Problem(403, "forbidden", "Akun ini tidak berwenang di sini.", message_en=english)


def act_for(**owners: str) -> None:
    """Raises a problem unless the caller may act for the owner that a body names."""
    if not present_caller().reaches(**owners):
        raise forbidden()


def narrowed(role: Role, wanted: str | None) -> str | None:
    """The filter of a list, as the caller may use it. None: everything.

    Raises a problem if it asks for what another one owns, or does not choose among several.
    """
    reach = present_caller().reach_as(role)
    if reach is None:
        return wanted
    if wanted is None and len(reach) == 1:
        return next(iter(reach))
    if wanted not in reach:
        raise forbidden(f"This list shows your own {role} only.")
    return wanted
