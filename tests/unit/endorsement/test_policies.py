"""Policies are data, and refused at start if wrong."""

from pathlib import Path

import pytest

from services.endorsement.model.policies import Policy
from services.endorsement.settings import POLICIES
from shared.plumbing.versioned import load_versions


def test_the_policy_that_is_shipped_can_be_used() -> None:
    policy = load_versions(POLICIES, Policy)[1]

    assert policy.quorum <= len(policy.agencies)


def test_a_policy_version_exists_once(tmp_path: Path) -> None:
    text = (POLICIES / "1.yaml").read_text()
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(text)

    with pytest.raises(ValueError, match="each policy version once"):
        load_versions(tmp_path, Policy)


def test_a_folder_without_policies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        load_versions(tmp_path, Policy)
