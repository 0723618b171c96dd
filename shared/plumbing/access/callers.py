"""Callers, the roles of doors, and the reach of a caller."""

from collections.abc import Collection, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    PROVINCE = "province"
    DISTRICT = "district"
    AGENCY = "agency"
    MENTOR = "mentor"
    OWNER = "owner"
    OPERATIONS = "operations"
    AUDITOR = "auditor"

    def of(self, parameter: str) -> "DoorAudience":
        """Only with the reach that this parameter of the path or the query names."""
        return DoorAudience(self, parameter=parameter)

    @property
    def by_object(self) -> "DoorAudience":
        """The handler asks the caller for the reach, since the request does not name it."""
        return DoorAudience(self, asks=True)


PROVINCE, DISTRICT, AGENCY, MENTOR = Role.PROVINCE, Role.DISTRICT, Role.AGENCY, Role.MENTOR
OWNER, OPERATIONS, AUDITOR = Role.OWNER, Role.OPERATIONS, Role.AUDITOR

REACHES = {
    Role.DISTRICT: "district",
    Role.AGENCY: "agency",
    Role.MENTOR: "mentor",
    Role.OWNER: "umkm",
}
"""What a role reaches one part of. The other roles reach everything."""


@dataclass(frozen=True, slots=True)
class DoorAudience:
    """One role that a door is for. None: anybody, also without an account."""

    role: Role | None
    parameter: str | None = None
    """The parameter of the path or the query that must be the caller's reach."""
    asks: bool = False
    """The handler must ask the caller for the reach before it answers."""

    def __str__(self) -> str:
        if self.role is None:
            return "anybody"
        if self.parameter:
            return f"{self.role} of {{{self.parameter}}}"
        return f"{self.role} by object" if self.asks else str(self.role)


ANYBODY = DoorAudience(None)


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A role with its reach: a district's code, an agency, a mentor's name, a UMKM."""

    role: Role
    reach: str | None = None

    def __post_init__(self) -> None:
        if (self.reach is not None) != (self.role in REACHES):
            what = REACHES.get(self.role)
            raise ValueError(
                f"the role {self.role} needs its {what}" if what else f"{self.role} reaches all"
            )


@dataclass(slots=True)
class Caller:
    """Who sent the present request."""

    id: str
    """`key/<id>`, or `<issuer>/<subject>`. Empty: without an account."""
    name: str = ""
    """For people to read."""
    grants: frozenset[RoleGrant] = frozenset()
    opened_by: tuple[tuple[RoleGrant, bool], ...] = ()
    """The grants that opened the door of this request; True: only for objects in its reach."""
    has_asked: bool = False
    """The handler asked for the reach."""

    @property
    def is_known(self) -> bool:
        return bool(self.id)

    @property
    def is_limited(self) -> bool:
        """Whether no grant opened the door for every object."""
        return self.is_known and all(limited for _, limited in self.opened_by)

    def admits(self, *roles: Role) -> bool:
        """Whether one of these roles opened the door. Without an account everybody may do all."""
        return not self.is_known or any(grant.role in roles for grant, _ in self.opened_by)

    def reaches(
        self, roles: Collection[Role] = tuple(Role), /, **owners: str | Collection[str] | None
    ) -> bool:
        """Whether an object that belongs to these is within the caller's reach, by these roles.

        For example `reaches(district="12.01", agency=nominated_by)`.
        """
        self.has_asked = True
        return not self.is_known or any(
            grant.role in roles and (not limited or _covers(grant, owners))
            for grant, limited in self.opened_by
        )

    def reach_as(self, role: Role) -> list[str] | None:
        """To what a list is narrowed for this role. None: it is not narrowed."""
        self.has_asked = True
        if not self.is_limited:
            return None
        return [grant.reach for grant, _ in self.opened_by if grant.role is role and grant.reach]


def _covers(grant: RoleGrant, owners: dict[str, str | Collection[str] | None]) -> bool:
    owner = owners.get(REACHES[grant.role])
    if owner is None or isinstance(owner, str):
        return grant.reach == owner
    return grant.reach in owner


def admit(caller: Caller, to: Iterable[DoorAudience], parameters: dict[str, list[str]]) -> bool:
    """Whether one of the caller's grants opens this door. Notes how far it leads.

    `parameters`: the values of the path and the query. Each value of a parameter must be the reach.
    """
    caller.opened_by = tuple(
        (grant, audience.asks)
        for grant in caller.grants
        for audience in to
        if audience.role is grant.role and _fits(grant, audience, parameters)
    )
    return bool(caller.opened_by)


def _fits(grant: RoleGrant, audience: DoorAudience, parameters: dict[str, list[str]]) -> bool:
    if audience.parameter is None:
        return True
    values = parameters.get(audience.parameter, [])
    return bool(values) and all(value == grant.reach for value in values)


_present: ContextVar[Caller | None] = ContextVar("present_caller", default=None)


def present_caller() -> Caller:
    """The caller of the present request; without an account outside of requests."""
    return _present.get() or Caller("")


def enter(caller: Caller) -> None:
    """Make this the caller of the present request."""
    _present.set(caller)
