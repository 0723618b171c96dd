"""Operators make, list and revoke API keys; a secret is shown once and stored nowhere."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.keys import list_, new, revoke
from deploy.embedded.errors import PlatformError
from shared.plumbing.access import Role
from shared.plumbing.access.keys import ApiKeys
from shared.plumbing.access.refusals import TokenRefused


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.yaml"


def made(file: Path, capsys: pytest.CaptureFixture[str], reach: str = "bi") -> str:
    new(Role.AGENCY, name="Bank Indonesia", reach=reach, file=file)
    return capsys.readouterr().out.strip()


def test_a_new_key_opens_doors_at_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = made(file, capsys)

    assert ApiKeys(file).caller_of(key, datetime.now(UTC)).name == "Bank Indonesia"


def test_a_key_that_was_revoked_opens_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, other = made(file, capsys), made(file, capsys, "bbkp")
    keys = ApiKeys(file)

    revoke(key.split("_")[1], file=file)

    with pytest.raises(TokenRefused):
        keys.caller_of(key, datetime.now(UTC))
    assert keys.caller_of(other, datetime.now(UTC)).is_known


def test_keys_are_listed_without_their_secrets(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, name, secret = made(file, capsys).split("_")

    list_(file=file)
    plain = capsys.readouterr().out
    list_(file=file, as_json=True)

    assert f"{name}  agency bi" in plain
    assert "Bank Indonesia" in plain
    assert secret not in plain + capsys.readouterr().out + file.read_text()


def test_nobody_else_of_the_machine_reads_the_file(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(file, capsys)

    assert file.stat().st_mode & 0o077 == 0


def test_a_key_that_cannot_be_is_refused_in_a_sentence(file: Path) -> None:
    with pytest.raises(PlatformError, match="the role agency needs its agency"):
        new(Role.AGENCY, name="Bank Indonesia", file=file)
    with pytest.raises(PlatformError, match="holds no key k9"):
        revoke("k9", file=file)
    file.write_text("keys: {")
    with pytest.raises(PlatformError, match="cannot be read"):
        list_(file=file)


def test_a_file_without_keys_names_the_command(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    list_(file=file)

    assert "./sentra key new" in capsys.readouterr().out
