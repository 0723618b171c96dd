"""Policies are data, and refused at start if wrong."""

from pathlib import Path

import pytest

from services.endorsement.settings import POLICIES
from services.endorsement.store import load_policies


def test_the_policy_that_is_shipped_can_be_used() -> None:
    policy = load_policies(POLICIES)[1]

    assert policy.quorum <= len(policy.agencies)


def test_a_policy_version_exists_once(tmp_path: Path) -> None:
    text = (POLICIES / "1.yaml").read_text()
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(text)

    with pytest.raises(ValueError, match="each policy version once"):
        load_policies(tmp_path)


def test_a_folder_without_policies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        load_policies(tmp_path)
