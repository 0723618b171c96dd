"""How a priority list comes to be, comes into force, and makes room for the next."""

import pytest

from services.endorsement.model.entries import (
    Announce,
    Enter,
    ListEntry,
    RankedCandidate,
    WaitingReason,
)
from services.endorsement.model.lists import (
    Approve,
    CountAnnounced,
    DiscardList,
    DraftList,
    EndPublication,
    EndRanking,
    GiveRanks,
    ListCommand,
    ListDrafted,
    ListStatus,
    PriorityList,
    PublishList,
    PutInForce,
    Register,
    RegisterChanged,
    SupersedeList,
)
from shared.contracts.endorsement import (
    PriorityListPublished,
    PriorityListSuperseded,
    UmkmPrioritised,
)
from tests.unit.endorsement.builders import NOW, given
from tests.unit.endorsement.lists import (
    SHA,
    a_draft,
    a_list_in_force,
    a_ranking,
    candidates,
)


def a_published_list() -> PriorityList:
    in_force = given(a_list_in_force(*candidates(2)))
    return in_force.when(CountAnnounced(0, 2), EndPublication()).state


def test_a_draft_counts_only_what_was_decided_before_it_began() -> None:
    assert a_ranking().cutoff == NOW


def test_a_list_number_is_used_once() -> None:
    given(a_draft()).when(DraftList(2, 5)).then_refused("list-exists")
    given(a_draft()).when(DiscardList(), DraftList(2, 5)).then_refused("list-exists")


def test_the_capacity_is_never_less_than_those_who_keep_their_places() -> None:
    outcome = given(PriorityList()).when(DraftList(2, 10, base=1, held=11))

    assert "11 UMKM on list 1" in outcome.then_refused("capacity-too-small").refusal.detail
    given(PriorityList()).when(DraftList(2, 11, base=1, held=11)).then(ListDrafted)


def test_a_draft_on_which_somebody_was_decided_anew_is_not_published() -> None:
    stale = PublishList("a1", lost=2, some=("U1",))

    outcome = given(a_draft(*candidates(9))).when(stale).then_refused("draft-is-stale")

    reason = "2 of its 9 places are of UMKM (U1, ...) that were reopened"
    assert reason in outcome.refusal.detail


def test_a_draft_that_the_register_refuses_is_a_draft_again() -> None:
    outcome = given(a_draft()).when(PublishList("a1"), PutInForce("a1", refused=True))

    assert (outcome.state.status, outcome.state.attempt) == (ListStatus.DRAFT, None)
    assert outcome.when(DiscardList()).state.status is ListStatus.DISCARDED


def test_the_answer_to_one_attempt_says_nothing_of_another() -> None:
    outcome = given(a_draft()).when(PublishList("a2"), PutInForce("a1"))

    outcome.then_refused("others-were-faster")


def test_a_list_is_published_once_all_its_places_are_out() -> None:
    in_force = given(a_list_in_force(*candidates(2), base=1))

    outcome = in_force.when(CountAnnounced(0, 2), EndPublication())

    in_force.when(EndPublication()).then_refused("others-were-faster")
    outcome.then(
        PriorityListPublished(
            list_number=2,
            capacity=1000,
            placed=2,
            content_sha256=SHA,
            kept=0,
            waiting=0,
            supersedes=1,
            cutoff=NOW,
        )
    )


def test_places_are_announced_in_order_and_counted_once() -> None:
    announcing = given(a_list_in_force(*candidates(5))).when(CountAnnounced(0, 3))

    announcing.when(CountAnnounced(0, 3)).then_refused("others-were-faster")
    assert announcing.when(CountAnnounced(3, 5)).state.announced == 5


def test_nothing_is_announced_before_the_list_is_in_force() -> None:
    outcome = given(a_draft(*candidates(2))).when(PublishList("a1"), CountAnnounced(0, 2))

    outcome.then_refused("others-were-faster")


def test_a_published_list_makes_room_for_the_next_once() -> None:
    outcome = given(a_published_list()).when(SupersedeList(3))

    outcome.then(PriorityListSuperseded(list_number=2, superseded_by=3))
    assert (outcome.state.status, outcome.state.superseded_by) == (ListStatus.SUPERSEDED, 3)
    outcome.when(SupersedeList(4)).then_refused("not-published")


@pytest.mark.parametrize(
    "command",
    [
        GiveRanks(0, candidates(1)),
        EndRanking(2, SHA),
        PublishList("a2"),
        PutInForce("a1"),
        CountAnnounced(2, 3),
        EndPublication(),
        DiscardList(),
    ],
    ids=lambda command: type(command).__name__,
)
def test_a_published_list_never_changes(command: ListCommand) -> None:
    outcome = given(a_published_list()).when(command)

    assert outcome.refusal.code.startswith("not-")


def test_a_list_in_force_is_not_discarded_any_more() -> None:
    given(a_list_in_force()).when(DiscardList()).then_refused("not-draft")


@pytest.mark.parametrize("command", [PublishList("a"), DiscardList(), SupersedeList(2)])
def test_nothing_is_done_to_a_list_that_was_never_drafted(command: ListCommand) -> None:
    assert given(PriorityList()).when(command).refusal.missing


def test_of_two_drafts_over_one_list_the_register_lets_one_through() -> None:
    first = given(Register(in_force=1)).when(Approve(2, base=1))

    second = first.when(Approve(3, base=1))

    assert first.state.in_force == 2
    second.then_refused("base-superseded")
    first.when(Approve(2, base=1)).then_nothing()


def test_the_first_list_comes_into_force_over_none() -> None:
    given(Register()).when(Approve(1, base=None)).then(RegisterChanged)


def an_entry(reason: WaitingReason | None = None, *, keep: bool = False) -> ListEntry:
    (candidate,) = candidates(1, keep=keep)
    return given(ListEntry()).when(Enter(1, RankedCandidate(candidate, 3, reason))).state


def test_a_umkm_is_told_its_place_when_the_list_is_published_and_once() -> None:
    outcome = given(an_entry()).when(Announce())

    place = outcome.the(UmkmPrioritised)
    assert (place.umkm_id, place.rank, place.kept) == ("U1", 3, False)
    outcome.when(Announce()).then_nothing()


def test_an_announced_place_says_that_it_was_kept() -> None:
    outcome = given(an_entry(keep=True)).when(Announce())

    assert outcome.the(UmkmPrioritised).kept


def test_who_waits_is_never_announced() -> None:
    given(an_entry(WaitingReason.CAPACITY)).when(Announce()).then_nothing()


def test_an_entry_stays_as_it_was_made() -> None:
    again = Enter(1, RankedCandidate(candidates(1)[0], 4))

    given(an_entry()).when(again).then_nothing()
