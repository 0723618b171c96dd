"""`./sentra key`: API keys of machines, in a file that services read again when it changes."""

import json as json_module
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import yaml
from cyclopts import App, Parameter
from cyclopts.validators import Number
from pydantic import ValidationError

from deploy.embedded.errors import PlatformError
from shared.plumbing.access import Role
from shared.plumbing.access.keys import KeyEntry, hash_of, new_key, read_keys

FILE_SETTING = "SENTRA_KEYS"
app = App(
    name="key",
    help="API keys of machines: made, listed and revoked in a file that services re-read.",
    default_parameter=Parameter(negative=""),
)
KeysPath = Annotated[Path | None, Parameter(name="--file")]
AsJson = Annotated[bool, Parameter(name="--json")]


@app.command
def new(
    role: Role,
    /,
    *,
    name: str,
    reach: str | None = None,
    days: Annotated[int, Parameter(validator=Number(gte=1, lte=3_650))] = 365,
    file: KeysPath = None,
) -> None:
    """Make a key and print it. It is shown only now: the file holds its hash.

    Parameters
    ----------
    role
        What it may do: province, district, agency, mentor, owner, operations or auditor.
    name
        Whose machine it is, such as "Bank Indonesia Medan".
    reach
        The code of the district, the id of the agency, mentor or UMKM.
    days
        For how long it is valid.
    file
        The file of keys; by default what SENTRA_KEYS names.

    """
    path, (key, key_id), now = _path(file), new_key(), datetime.now(UTC)
    try:
        entry = KeyEntry(
            id=key_id,
            sha256=hash_of(key),
            role=role,
            reach=reach,
            name=name,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise PlatformError(f"No key was made: {reason}.") from error
    _write(path, [*_read(path), entry])
    print(key)


@app.command(name="list")
def list_(*, file: KeysPath = None, as_json: AsJson = False) -> None:
    """List the keys of the file, without their secrets.

    Parameters
    ----------
    file
        The file of keys; by default what SENTRA_KEYS names.
    as_json
        Print JSON, for programs.

    """
    entries = _read(_path(file))
    if as_json:
        rows = [each.model_dump(mode="json", exclude={"sha256"}) for each in entries]
        print(json_module.dumps(rows, ensure_ascii=False))
        return
    if not entries:
        print("There is no key yet: ./sentra key new ROLE --name NAME makes one.")
    for each in entries:
        over = "expired" if each.expires_at <= datetime.now(UTC) else "until"
        who = f"{each.role} {each.reach or ''}".strip()
        print(f"{each.id}  {who:<20}  {over} {each.expires_at:%Y-%m-%d}  {each.name}")


@app.command
def revoke(key_id: str, /, *, file: KeysPath = None) -> None:
    """Take a key out of the file. Services notice it at the next request.

    Parameters
    ----------
    key_id
        As `key list` shows it: the second part of the key.
    file
        The file of keys; by default what SENTRA_KEYS names.

    """
    path = _path(file)
    entries = _read(path)
    left = [each for each in entries if each.id != key_id]
    if len(left) == len(entries):
        raise PlatformError(f"{path} holds no key {key_id}. ./sentra key list shows all.")
    _write(path, left)
    print(f"Revoked: {key_id}.")


def _path(file: Path | None) -> Path:
    named = os.environ.get(FILE_SETTING)
    if file is None and not named:
        raise PlatformError(f"Name the file of keys: --file FILE, or {FILE_SETTING}.")
    return file or Path(str(named))


def _read(path: Path) -> list[KeyEntry]:
    """A file that is not there yet holds no key."""
    try:
        return list(read_keys(path).values()) if path.exists() else []
    except (OSError, ValueError) as error:
        raise PlatformError(f"The file of keys cannot be read: {error}") from error


def _write(path: Path, entries: Iterable[KeyEntry]) -> None:
    """At once, so that no service reads half of it. Nobody else of the machine may read it."""
    text = yaml.safe_dump(
        {"keys": [each.model_dump(mode="json", exclude_none=True) for each in entries]},
        sort_keys=False,
        allow_unicode=True,
    )
    beside = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    beside.replace(path)
