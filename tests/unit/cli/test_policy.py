"""A policy is checked before anybody votes under it."""

from pathlib import Path

import pytest

from cli.policy import read_policy
from deploy.embedded.errors import PlatformError
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

    with pytest.raises(PlatformError, match=why):
        read_policy(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlatformError, match="cannot be read"):
        read_policy(tmp_path / "absent.yaml")
