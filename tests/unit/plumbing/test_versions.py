"""Every version that something runs on has to be there."""

import pytest

from shared.plumbing.versioned import Versioned, insist_on


class Rule(Versioned):
    """A document of which there are versions."""


KNOWN = {1: Rule(version=1), 2: Rule(version=2)}


def test_what_runs_on_a_version_that_is_not_here_is_named() -> None:
    with pytest.raises(ValueError, match="rule version 3, 4, and it is not here"):
        insist_on(KNOWN, [4, 2, 3])


def test_versions_that_are_here_and_not_used_are_no_fault() -> None:
    insist_on(KNOWN, [1])
