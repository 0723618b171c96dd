"""A policy is checked before anybody votes under it."""

from pathlib import Path

import pytest

from services.endorsement.check_policy import checked
from services.endorsement.settings import POLICIES


def test_a_policy_that_is_shipped_can_be_read() -> None:
    assert checked(POLICIES / "2.yaml").version == 2


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
        checked(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        checked(tmp_path / "absent.yaml")


def test_a_policy_that_was_shipped_is_not_edited(tmp_path: Path) -> None:
    path = tmp_path / "2.yaml"
    path.write_text((POLICIES / "2.yaml").read_text().replace("quorum: 2", "quorum: 1"))

    with pytest.raises(ValueError, match="Version 2 exists already"):
        checked(path)
