"""API keys of machines: `sentra_<id>_<secret>`. The file holds hashes only."""

import hashlib
import hmac
import re
import secrets
from datetime import datetime
from pathlib import Path

import structlog
import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from shared.plumbing.access.callers import Caller, Role, RoleGrant
from shared.plumbing.access.refusals import TokenRefused
from shared.yaml_files import read_yaml

log = structlog.get_logger()
PREFIX = "sentra_"
SECRET_BYTES = 32
_KEY = re.compile(r"sentra_([a-z0-9]{8})_([0-9a-f]{64})")


class KeyEntry(BaseModel):
    """One line of the file: a machine, its role and its reach."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9]{8}$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    role: Role
    reach: str | None = Field(default=None, max_length=80)
    name: str = Field(min_length=1, max_length=120)
    """Whose machine it is, for people to read."""
    created_at: AwareDatetime
    expires_at: AwareDatetime

    @model_validator(mode="after")
    def _has_its_reach(self) -> "KeyEntry":
        RoleGrant(self.role, self.reach)
        return self


class KeysFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    keys: tuple[KeyEntry, ...] = Field(default=(), max_length=10_000)


class ApiKeys:
    """The keys of a file, which may change at any time."""

    def __init__(self, path: Path) -> None:
        """Raises OSError or ValueError if the file cannot be read."""
        self._path = path
        self._stamp = self._present_stamp()
        self._entries = read_keys(path)

    def caller_of(self, key: str, now: datetime) -> Caller:
        """Raises TokenRefused if no key of the file is this one, or its time is over."""
        self._read_again_if_changed()
        parts = _KEY.fullmatch(key)
        entry = self._entries.get(parts[1]) if parts else None
        # A wrong id takes as long as a wrong secret.
        expected = entry.sha256 if entry else "0" * 64
        if not hmac.compare_digest(hash_of(key), expected) or entry is None:
            raise TokenRefused("unknown-key")
        if entry.expires_at <= now:
            raise TokenRefused("expired")
        grants = frozenset({RoleGrant(entry.role, entry.reach)})
        return Caller(f"key/{entry.id}", entry.name, grants)

    def _read_again_if_changed(self) -> None:
        """A file that cannot be read changes nothing, so a slip locks nobody out."""
        try:
            stamp = self._present_stamp()
            if stamp == self._stamp:
                return
            self._stamp = stamp
            self._entries = read_keys(self._path)
        except (OSError, ValueError) as error:
            log.warning("keys.unreadable", path=str(self._path), why=type(error).__name__)
        else:
            log.info("keys.read", keys=len(self._entries))

    def _present_stamp(self) -> tuple[int, int, int]:
        stat = self._path.stat()
        return stat.st_mtime_ns, stat.st_size, stat.st_ino


def read_keys(path: Path) -> dict[str, KeyEntry]:
    """The keys by id. Raises OSError, or ValueError that shows no hash."""
    try:
        entries = KeysFile.model_validate(read_yaml(path) or {}).keys
    except yaml.YAMLError:
        raise ValueError(f"{path}: no YAML") from None
    except ValidationError as error:
        places = [".".join(map(str, each["loc"])) for each in error.errors()]
        raise ValueError(f"{path}: wrong at {', '.join(places) or 'the beginning'}") from None
    by_id = {entry.id: entry for entry in entries}
    if len(by_id) < len(entries):
        raise ValueError(f"{path}: two keys have the same id")
    return by_id


def new_key() -> tuple[str, str]:
    """A new key, and its id."""
    name = secrets.token_hex(4)
    return f"{PREFIX}{name}_{secrets.token_hex(SECRET_BYTES)}", name


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
