"""Who calls: roles and their reach, API keys, tokens of an OpenID provider."""

from shared.plumbing.access.callers import (
    AGENCY,
    ANYBODY,
    AUDITOR,
    DISTRICT,
    MENTOR,
    OPERATIONS,
    OWNER,
    PROVINCE,
    Caller,
    DoorAudience,
    Role,
    RoleGrant,
    enter,
    present_caller,
)

__all__ = [
    "AGENCY",
    "ANYBODY",
    "AUDITOR",
    "DISTRICT",
    "MENTOR",
    "OPERATIONS",
    "OWNER",
    "PROVINCE",
    "Caller",
    "DoorAudience",
    "Role",
    "RoleGrant",
    "enter",
    "present_caller",
]
