"""A policy is checked before anybody votes under it."""

import json
from pathlib import Path

import pytest

from services.endorsement.check_policy import answer, read_policy
from services.endorsement.settings import POLICIES


def test_a_policy_that_is_shipped_can_be_read() -> None:
    assert read_policy(POLICIES / "2.yaml").version == 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("version: 3\nquorum: 2\n", "agencies: Field required"),
        ("version: [", "is not YAML"),
        ("", "is no policy"),
        ("- 1", "is no policy"),
    ],
)
def test_a_file_that_is_no_policy_is_told_what_is_wrong(
    tmp_path: Path, text: str, why: str
) -> None:
    path = tmp_path / "new.yaml"
    path.write_text(text)

    with pytest.raises(ValueError, match=why):
        read_policy(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read_policy(tmp_path / "absent.yaml")


def an_edited_policy(folder: Path) -> Path:
    path = folder / "2.yaml"
    path.write_text((POLICIES / "2.yaml").read_text().replace("quorum: 2", "quorum: 1"))
    return path


def test_a_policy_that_was_shipped_is_not_edited(tmp_path: Path) -> None:
    path = an_edited_policy(tmp_path)

    with pytest.raises(ValueError, match="Version 2 exists already"):
        answer(path, as_json=False)


def test_a_simulation_takes_an_edited_policy_as_json(tmp_path: Path) -> None:
    path = an_edited_policy(tmp_path)

    policy = json.loads(answer(path, as_json=True))

    assert (policy["version"], policy["quorum"]) == (2, 1)
