"""An API key opens doors as the file of keys says at this moment."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from shared.plumbing.access.callers import Role, RoleGrant
from shared.plumbing.access.keys import ApiKeys, KeyEntry, hash_of, new_key, read_keys
from shared.plumbing.access.refusals import TokenRefused

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def entry_of(key: str, role: Role = Role.AGENCY, reach: str | None = "bi") -> KeyEntry:
    return KeyEntry(
        id=key.split("_")[1],
        sha256=hash_of(key),
        role=role,
        reach=reach,
        name="Bank Indonesia",
        created_at=NOW,
        expires_at=NOW + timedelta(days=365),
    )


def write(path: Path, *entries: KeyEntry) -> None:
    path.write_text(yaml.safe_dump({"keys": [each.model_dump(mode="json") for each in entries]}))


def test_a_key_of_the_file_names_its_machine(tmp_path: Path) -> None:
    key, name = new_key()
    write(tmp_path / "keys.yaml", entry_of(key))

    caller = ApiKeys(tmp_path / "keys.yaml").caller_of(key, NOW)

    assert (caller.id, caller.name) == (f"key/{name}", "Bank Indonesia")
    assert caller.grants == {RoleGrant(Role.AGENCY, "bi")}


def test_the_file_does_not_hold_the_secret(tmp_path: Path) -> None:
    key, _ = new_key()

    write(tmp_path / "keys.yaml", entry_of(key))

    assert key.split("_")[2] not in (tmp_path / "keys.yaml").read_text()


def test_a_wrong_secret_opens_nothing(tmp_path: Path) -> None:
    key, _ = new_key()
    write(tmp_path / "keys.yaml", entry_of(key))
    keys = ApiKeys(tmp_path / "keys.yaml")

    for wrong in (key[:-1] + "x", key + "0", new_key()[0], "sentra_", "sentra_äöüäöüäö_0", ""):
        with pytest.raises(TokenRefused):
            keys.caller_of(wrong, NOW)


def test_a_key_opens_nothing_after_its_time(tmp_path: Path) -> None:
    key, _ = new_key()
    write(tmp_path / "keys.yaml", entry_of(key))

    with pytest.raises(TokenRefused, match="expired"):
        ApiKeys(tmp_path / "keys.yaml").caller_of(key, NOW + timedelta(days=365))


def test_a_key_that_leaves_the_file_opens_nothing_from_then_on(tmp_path: Path) -> None:
    (key, _), (other, _) = new_key(), new_key()
    write(tmp_path / "keys.yaml", entry_of(key), entry_of(other))
    keys = ApiKeys(tmp_path / "keys.yaml")

    write(tmp_path / "keys.yaml", entry_of(other))

    with pytest.raises(TokenRefused):
        keys.caller_of(key, NOW)
    assert keys.caller_of(other, NOW).is_known


def test_a_slip_in_the_file_locks_nobody_out(tmp_path: Path) -> None:
    key, _ = new_key()
    write(tmp_path / "keys.yaml", entry_of(key))
    keys = ApiKeys(tmp_path / "keys.yaml")

    (tmp_path / "keys.yaml").write_text("keys: [")
    during = keys.caller_of(key, NOW)
    (tmp_path / "keys.yaml").unlink()

    assert during.is_known
    assert keys.caller_of(key, NOW).is_known


def test_a_file_with_a_slip_stops_the_start_without_a_hash_in_the_sentence(tmp_path: Path) -> None:
    path = tmp_path / "keys.yaml"
    for role, reach in (("agency", None), ("province", "12.01"), ("king", None)):
        entry = {"id": "0" * 8, "sha256": "a" * 64, "role": role, "reach": reach, "name": "n"}
        times = {"created_at": NOW.isoformat(), "expires_at": NOW.isoformat()}
        path.write_text(yaml.safe_dump({"keys": [entry | times]}))

        with pytest.raises(ValueError, match=r"wrong at keys\.0") as caught:
            read_keys(path)

        assert "aaaa" not in str(caught.value)


def test_two_keys_of_one_id_stop_the_start(tmp_path: Path) -> None:
    key, _ = new_key()
    write(tmp_path / "keys.yaml", entry_of(key), entry_of(key))

    with pytest.raises(ValueError, match="the same id"):
        ApiKeys(tmp_path / "keys.yaml")
