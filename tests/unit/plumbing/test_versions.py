"""Every version that something runs on has to be there."""

import pytest

from shared.plumbing.core.versioned import Versioned, insist_on, insist_on_content


class Rule(Versioned):
    """A document with versions."""

    least: int = 0


class RuleOfALaterBuild(Rule):
    """It knows one field more."""

    most: int = 100


KNOWN = {1: Rule(version=1), 2: Rule(version=2)}


def test_what_runs_on_a_version_that_is_not_here_is_named() -> None:
    with pytest.raises(ValueError, match="rule version 3, 4, and it is not here"):
        insist_on(KNOWN, [4, 2, 3])


def test_versions_that_are_here_and_not_used_are_no_fault() -> None:
    insist_on(KNOWN, [1])


FIRST = {number: each.fingerprint() for number, each in KNOWN.items()}


def test_a_version_that_was_edited_is_named_with_what_to_do() -> None:
    edited = KNOWN | {2: Rule(version=2, least=1)}

    with pytest.raises(ValueError, match=r"rule version 2 was edited .* a new version"):
        insist_on_content(edited, FIRST)


def test_a_field_that_a_later_build_knows_besides_is_no_edit() -> None:
    insist_on_content({1: RuleOfALaterBuild(version=1)}, FIRST)
