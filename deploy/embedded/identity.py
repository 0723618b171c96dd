"""The key for the ids of UMKM: made once for a data folder and kept there."""

import os
import secrets

from deploy.embedded.errors import PlatformError
from deploy.embedded.places import Places

VARIABLE = "SENTRA_IDENTITY_KEY"
SHORTEST = 16
"""The shortest key that intake accepts."""


def identity_key(places: Places) -> str:
    """Return the key of this data folder; with another one every UMKM would get another id.

    Raises PlatformError where nobody knows any more which key the data was made with.
    """
    kept = places.identity_file.read_text().strip() if places.identity_file.exists() else ""
    from_environment = os.environ.get(VARIABLE, "")
    if kept and from_environment and kept != from_environment:
        raise PlatformError(
            f"{VARIABLE} is another key than the one in {places.identity_file}, under which the "
            "UMKM of this folder have their ids: unset it, or choose another folder with --data."
        )
    if kept:
        return kept
    if not from_environment and any(places.mongod.iterdir()):
        raise PlatformError(
            f"{places.identity_file} is missing, and under a new key every UMKM would get another "
            f"id: put it back, set {VARIABLE} to the key that was used, or choose another folder "
            "with --data."
        )
    if from_environment and len(from_environment) < SHORTEST:
        raise PlatformError(f"{VARIABLE} must have at least {SHORTEST} characters.")
    return _keep(places, from_environment or secrets.token_hex(32))


def _keep(places: Places, key: str) -> str:
    """Write the key for its owner only. A power cut never leaves half a key."""
    fresh = places.identity_file.with_name(f"{places.identity_file.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(places.identity_file)
    folder = os.open(places.data, os.O_RDONLY)
    try:
        os.fsync(folder)  # else a power cut may lose the file and keep the data
    finally:
        os.close(folder)
    return key
