"""The ids of UMKM stay what they are, because their key stays with the data."""

import os
import stat
from pathlib import Path

import pytest

from deploy.embedded.errors import PlatformError
from deploy.embedded.identity import VARIABLE, identity_key
from deploy.embedded.places import Places
from deploy.embedded.programs import Addresses, service_program
from deploy.services import listed_services

OWN = "a key of one's own choice"


@pytest.fixture(autouse=True)
def _no_key_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places.of(tmp_path)
    places.make()
    return places


def test_a_data_folder_keeps_its_key(places: Places) -> None:
    first = identity_key(places)

    (places.mongod / "WiredTiger").touch()
    assert identity_key(places) == first
    assert len(first) == 64


def test_every_data_folder_has_a_key_of_its_own(tmp_path: Path) -> None:
    folders = [Places.of(tmp_path / name) for name in "ab"]
    for places in folders:
        places.make()

    assert len({identity_key(places) for places in folders}) == 2


def test_nobody_but_the_owner_can_read_the_key(places: Places) -> None:
    before = os.umask(0)
    try:
        identity_key(places)
    finally:
        os.umask(before)

    assert stat.S_IMODE(places.identity_file.stat().st_mode) == 0o600


def test_a_lost_key_is_never_replaced_in_silence(places: Places) -> None:
    (places.mongod / "WiredTiger").touch()

    with pytest.raises(PlatformError, match=r"identity\.key is missing"):
        identity_key(places)
    assert not places.identity_file.exists()


def test_a_lost_key_can_be_given_again_and_is_kept_from_then_on(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    (places.mongod / "WiredTiger").touch()
    monkeypatch.setenv(VARIABLE, OWN)

    assert identity_key(places) == OWN

    monkeypatch.delenv(VARIABLE)
    assert identity_key(places) == OWN


def test_another_key_than_the_kept_one_is_refused(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity_key(places)
    monkeypatch.setenv(VARIABLE, OWN)

    with pytest.raises(PlatformError, match="another key"):
        identity_key(places)


def test_a_short_key_is_not_kept(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "too short")

    with pytest.raises(PlatformError, match="16 characters"):
        identity_key(places)
    assert not places.identity_file.exists()


def test_only_the_service_that_gives_ids_knows_the_key(places: Places) -> None:
    addresses = Addresses("kafka:1", True, "mongodb://m", "127.0.0.1", None, OWN)
    programs = [service_program(each, addresses, places, port=1) for each in listed_services()]

    knowing = [each.name for each in programs if each.environment.get(VARIABLE) == OWN]
    assert knowing == ["intake"]
