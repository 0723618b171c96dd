"""Each code with which a service refuses is explained: what it means, what to do, when again."""

import pytest

from cli.events.codes import OF_ALL, SENTENCES, codes_of, sentences_in
from services.endorsement.model.lists import ListStatus
from services.intake.model.nominations import NominationStatus
from services.mentoring.model.journey import JourneyStatus
from services.mentoring.rules.guards import UNMET
from shared.contracts.endorsement import VoteRefusal
from shared.tables.unreadable import Unreadable
from tests.support.raised_codes import raised_in

SERVICES = ("endorsement", "intake", "mentoring", "notify", "subscriptions")
KNOWN_LATER = {
    "services/endorsement/rules/refusing.py": [
        f"not-{status}" for status in ("draft", "published", "publishing", "ranking")
    ],
    "services/intake/rules/taking_back.py": [f"already-{each}" for each in NominationStatus],
    "services/mentoring/rules/guards.py": [*UNMET.values(), *JourneyStatus],
    "services/intake/letters/cells.py": ["invalid-nib", "invalid-npwp", "invalid-pirt"],
    "services/intake/letters/collecting.py": ["missing-name", "missing-owner"],
    "services/intake/api/questions.py": ["answer-body", "answer-key"],
    "shared/plumbing/http/app.py": ["http-404", "http-405", "http-413"],
    "shared/plumbing/http/gate.py": ["bad-token", "expired", "unknown-key"],
}
"""The codes of a module that are put together when the program runs."""
PASSED_ON = {
    "services/endorsement/api/downloads.py",
    "services/intake/api/answers.py",
    "services/intake/api/uploads.py",
    "shared/plumbing/http/problems.py",
}
"""Modules that pass on the code of a refusal that another one made."""


def explained_for(service: str) -> set[str]:
    explained = {*codes_of(OF_ALL), *codes_of(f"services/{service}")}
    if service == "intake":
        explained |= {name for path in SENTENCES for name in sentences_in(path)}
    return explained


@pytest.mark.parametrize("service", SERVICES)
def test_every_refusal_of_a_service_is_explained(service: str) -> None:
    raised = {each.code for each in raised_in(f"services/{service}") if each.code}
    later = {
        code
        for place, codes in KNOWN_LATER.items()
        if place.startswith(f"services/{service}/")
        for code in codes
    }

    assert raised | later <= explained_for(service)


def test_every_refusal_of_the_plumbing_and_of_votes_and_files_is_explained() -> None:
    raised = {each.code for each in raised_in("shared/plumbing") if each.code}

    later = {
        code
        for place, codes in KNOWN_LATER.items()
        if place.startswith("shared/plumbing/")
        for code in codes
    }

    assert raised | later <= codes_of(OF_ALL).keys()
    assert {*VoteRefusal} <= explained_for("endorsement")
    assert {*Unreadable} <= explained_for("intake")


def test_a_code_that_is_put_together_when_the_program_runs_is_known_here() -> None:
    places = {
        each.place
        for folder in ("services", "shared")
        for each in raised_in(folder)
        if each.code is None
    }

    assert places == KNOWN_LATER.keys() | PASSED_ON
    assert {"draft", "published", "publishing", "ranking"} <= {*ListStatus}


@pytest.mark.parametrize("service", SERVICES)
def test_nothing_is_explained_that_nobody_answers(service: str) -> None:
    raised = {each.code for each in raised_in(f"services/{service}")} | {*VoteRefusal}
    later = {code for codes in KNOWN_LATER.values() for code in codes}

    assert {*codes_of(f"services/{service}")} <= raised | later
