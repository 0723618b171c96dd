"""Checks whether this machine can run the embedded engines."""

import os
import platform

from deploy.embedded.errors import Unsupported

OLDEST_GLIBC = (2, 34)  # mongod was built against it


def require_supported_machine() -> None:
    """Raises `Unsupported` except on Linux x86-64 with a recent glibc."""
    system, machine = platform.system(), platform.machine()
    if (system, machine) != ("Linux", "x86_64"):
        raise Unsupported(_sentence(f"this is {system} on {machine}"))
    glibc = _glibc()
    if glibc is None:
        raise Unsupported(_sentence("this machine has another C library than glibc"))
    if glibc < OLDEST_GLIBC:
        raise Unsupported(_sentence(f"this machine has glibc {glibc[0]}.{glibc[1]}"))


def _glibc() -> tuple[int, ...] | None:
    try:
        name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
    except (ValueError, OSError):
        return None
    return tuple(int(part) for part in version.split(".")) if name == "glibc" else None


def _sentence(problem: str) -> str:
    return (
        "The embedded stack runs on Linux x86-64 with glibc 2.34 or newer, and "
        f"{problem}: run `docker compose up` instead."
    )
