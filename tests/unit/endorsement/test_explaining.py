"""A decision can be explained to everybody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.endorsement.model.ballots import Ballot, BallotStatus, Lapse, MoveBallot, Reopen
from services.endorsement.model.policies import Agency, Policy
from services.endorsement.rules.explaining import explain
from shared.contracts.endorsement import Choice
from shared.indonesia.zones import Zone
from tests.unit.endorsement.builders import (
    AGENCIES,
    DUE,
    NOW,
    a_ballot,
    a_policy,
    a_vote,
    given,
    under,
)

QUARANTINED = [{"agency": "karantina", "hs": ["09"], "because": "UU 21/2019"}]
REQUIRING = a_policy(requirements=QUARANTINED)


def english(ballot: Ballot, policy: Policy = REQUIRING) -> str:
    return " ".join(sentence.en for sentence in explain(ballot, policy, Zone.WIB).sentences)


def test_a_running_ballot_says_how_many_are_in_whom_it_waits_for_and_until_when() -> None:
    ballot = a_ballot({"disperindag": Choice.ENDORSE, "bi": Choice.ENDORSE})

    explanation = explain(ballot, REQUIRING, Zone.WIB)

    assert explanation.sentences[1].en == "2 of 3 in, waiting for karantina, due 16 March 2026."
    assert explanation.sentences[1].id == (
        "2 dari 3 suara masuk, menunggu karantina, batas waktu 16 Maret 2026."
    )
    assert explanation.waiting_for == ("karantina",)


def test_a_deadline_is_told_as_the_day_it_is_in_north_sumatra() -> None:
    evening = replace(a_ballot(), due_at=DUE.replace(hour=20))

    assert "due 17 March 2026" in english(evening)


def test_a_required_endorsement_that_is_missing_is_named_with_its_law() -> None:
    ballot = a_ballot({"disperindag": Choice.ENDORSE, "bi": Choice.ENDORSE})

    assert "The endorsement of karantina is required for these goods (UU 21/2019)" in english(
        ballot
    )


def test_a_rejection_says_who_rejected_and_in_what_words() -> None:
    ballot = under(REQUIRING).given(a_ballot()).when(a_vote("karantina", Choice.REJECT)).state

    sentences = english(ballot)

    assert ballot.status is BallotStatus.REJECTED
    assert "karantina rejects: mutu belum ajek" in sentences
    assert "was not given" in sentences


def test_a_decision_names_the_version_of_its_policy() -> None:
    ballot = under(REQUIRING).given(a_ballot()).when(a_vote("karantina"), a_vote("bi")).state

    assert "endorsed under policy version 1" in english(ballot)
    assert "Agencies that endorse: 2; needed: 2." in english(ballot)


def test_a_lapsed_ballot_says_that_silence_never_approves() -> None:
    ballot = replace(a_ballot(), due_at=NOW - timedelta(days=1))

    lapsed = under(REQUIRING).given(ballot).when(Lapse()).state

    assert "silence never approves" in english(lapsed)


def test_who_asked_for_information_is_not_among_those_who_did_not_vote() -> None:
    ballot = replace(a_ballot({"bi": Choice.NEED_INFO}), status=BallotStatus.LAPSED)

    assert "Did not vote: disperindag and karantina. bi asks for information." in english(ballot)


def test_of_a_ballot_that_is_decided_a_required_endorsement_was_not_there() -> None:
    against = {"disperindag": Choice.REJECT, "bi": Choice.REJECT}
    decided_on = replace(a_ballot(against), status=BallotStatus.REJECTED)

    assert "(UU 21/2019) and was not there." in english(decided_on)
    assert "(UU 21/2019) and not there yet." in english(a_ballot())


def test_a_weight_that_is_not_the_usual_one_is_told_with_its_agency() -> None:
    weighing = a_policy(
        quorum=4,
        agencies=tuple(Agency(id=a, name=a, weight=2 if a != "bi" else 1) for a in AGENCIES),
    )

    explanation = explain(
        a_ballot({"disperindag": Choice.ENDORSE, "bi": Choice.ENDORSE}), weighing, Zone.WIB
    )

    assert "waiting for karantina (weight 2)" in explanation.sentences[1].en
    assert [each.id for each in explanation.sentences[2:4]] == [
        "disperindag (bobot 2) mendukung.",
        "bi mendukung.",
    ]


def test_a_ballot_whose_recommendation_is_mended_says_how_many_are_in_too() -> None:
    ballot = replace(a_ballot({"bi": Choice.ENDORSE}), status=BallotStatus.RETURNED)

    words = "1 of 3 in, waiting for disperindag and karantina, due 16 March 2026."
    assert words in english(ballot)


def test_votes_that_are_held_are_told_before_there_is_a_recommendation() -> None:
    ballot = a_ballot({"bi": Choice.ENDORSE}, is_open=False)

    assert english(ballot) == "There is no recommendation yet; votes held: 1."


def test_a_reopened_ballot_says_why_and_never_by_whom() -> None:
    reopen = Reopen("Ibu Ratna", "Keberatan BPOM")

    ballot = given(a_ballot()).when(a_vote("karantina"), a_vote("bi"), reopen).state

    assert "Opened again on 2 March 2026: Keberatan BPOM" in english(ballot)
    assert "Ratna" not in english(ballot)


def test_a_ballot_that_was_moved_says_from_which_policy_when_and_why_and_never_by_whom() -> None:
    move = MoveBallot(3, "Ibu Ratna", "Rapat 2 Maret")
    moved = under(a_policy(1), a_policy(3)).given(a_ballot()).when(move).state

    sentences = english(moved, a_policy(3))

    assert "Moved from policy version 1 to 3 on 2 March 2026: Rapat 2 Maret" in sentences
    assert "Ratna" not in sentences


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (a_policy(minimum_score=70), "The mean score 60 is below the least of 70."),
        (a_policy(abstaining="leaves"), "Agencies that abstain are not counted"),
        (
            a_policy(agencies=tuple(Agency(id=a, name=a, weight=2) for a in AGENCIES)),
            "Weight that endorses: 4; needed: 2.",
        ),
        (
            a_policy(agencies=tuple(Agency(id=a, name=a, veto=a == "karantina") for a in AGENCIES)),
            "The rejection of karantina decides.",
        ),
    ],
)
def test_what_the_policy_asks_for_is_told(policy: Policy, words: str) -> None:
    karantina = Choice.REJECT if "rejection" in words else Choice.ABSTAIN
    votes = {"disperindag": Choice.ENDORSE, "bi": Choice.ENDORSE, "karantina": karantina}

    assert words in english(a_ballot(votes), policy)


def test_only_what_concerns_the_goods_is_given_as_the_reason() -> None:
    fish = {"agency": "karantina", "hs": ["03"], "because": "PP 29/2023"}
    policy = a_policy(requirements=[*QUARANTINED, fish])
    ballot = a_ballot({"disperindag": Choice.ENDORSE, "bi": Choice.ENDORSE})

    assert "UU 21/2019" in english(ballot, policy)
    assert "PP 29/2023" not in english(ballot, policy)


def test_who_was_withdrawn_after_the_decision_hears_that_there_is_no_place_on_a_later_list() -> (
    None
):
    endorsed = replace(a_ballot(), status=BallotStatus.ENDORSED, taken_back=True)

    assert "withdrawn after the decision: there is no place on a later list" in english(endorsed)


def test_it_is_said_why_an_agency_that_nominated_has_no_vote() -> None:
    sentences = english(a_ballot(by="bi"))

    assert "0 of 2 in" in sentences
    assert "bi nominated this UMKM: that was its word, and it has no vote" in sentences
    assert "nominated" not in english(a_ballot())
