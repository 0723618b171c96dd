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
    ListStatus,
    PriorityList,
    PublishList,
    PutInForce,
    Register,
    SupersedeList,
)
from services.endorsement.rules.entries import decide_entry, evolve_entry
from services.endorsement.rules.register import decide_register, evolve_register
from shared.contracts.endorsement import (
    PriorityListPublished,
    PriorityListSuperseded,
    UmkmPrioritised,
)
from shared.plumbing.core.failures import Refused
from tests.unit.endorsement.builders import NOW
from tests.unit.endorsement.lists import (
    SHA,
    a_draft,
    a_list_in_force,
    a_ranking,
    after,
    candidates,
    facts,
    refused,
)


def a_published_list() -> PriorityList:
    return after(a_list_in_force(*candidates(2)), CountAnnounced(0, 2), EndPublication())


def test_a_draft_counts_only_what_was_decided_before_it_began() -> None:
    assert a_ranking().cutoff == NOW


def test_a_list_number_is_used_once() -> None:
    assert refused(a_draft(), DraftList(2, 5)).code == "list-exists"
    assert refused(after(a_draft(), DiscardList()), DraftList(2, 5)).code == "list-exists"


def test_the_capacity_is_never_less_than_those_who_keep_their_places() -> None:
    outcome = refused(PriorityList(), DraftList(2, 10, base=1, held=11))

    assert (outcome.code, "11 UMKM on list 1" in outcome.detail) == ("capacity-too-small", True)
    assert facts(PriorityList(), DraftList(2, 11, base=1, held=11))


def test_a_draft_on_which_somebody_was_decided_anew_is_not_published() -> None:
    outcome = refused(a_draft(*candidates(9)), PublishList("a1", lost=2, some=("U1",)))

    assert outcome.code == "draft-is-stale"
    assert "2 of its 9 places are of UMKM (U1, ...) that were reopened" in outcome.detail


def test_a_draft_that_the_register_refuses_is_a_draft_again() -> None:
    head = after(a_draft(), PublishList("a1"), PutInForce("a1", refused=True))

    assert (head.status, head.attempt) == (ListStatus.DRAFT, None)
    assert after(head, DiscardList()).status is ListStatus.DISCARDED


def test_the_answer_to_one_attempt_says_nothing_of_another() -> None:
    head = after(a_draft(), PublishList("a2"))

    assert refused(head, PutInForce("a1")).code == "others-were-faster"


def test_a_list_is_published_once_all_its_places_are_out() -> None:
    head = a_list_in_force(*candidates(2), base=1)
    assert refused(head, EndPublication()).code == "others-were-faster"
    head = after(head, CountAnnounced(0, 2))

    events = facts(head, EndPublication())

    assert events == [
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
    ]


def test_places_are_announced_in_order_and_counted_once() -> None:
    head = after(a_list_in_force(*candidates(5)), CountAnnounced(0, 3))

    assert refused(head, CountAnnounced(0, 3)).code == "others-were-faster"
    assert after(head, CountAnnounced(3, 5)).announced == 5


def test_nothing_is_announced_before_the_list_is_in_force() -> None:
    head = after(a_draft(*candidates(2)), PublishList("a1"))

    assert refused(head, CountAnnounced(0, 2)).code == "others-were-faster"


def test_a_published_list_makes_room_for_the_next_once() -> None:
    events = facts(a_published_list(), SupersedeList(3))
    head = after(a_published_list(), SupersedeList(3))

    assert events == [PriorityListSuperseded(list_number=2, superseded_by=3)]
    assert (head.status, head.superseded_by) == (ListStatus.SUPERSEDED, 3)
    assert refused(head, SupersedeList(4)).code == "not-published"


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
    assert refused(a_published_list(), command).code.startswith("not-")


def test_a_list_in_force_is_not_discarded_any_more() -> None:
    assert refused(a_list_in_force(), DiscardList()).code == "not-draft"


@pytest.mark.parametrize("command", [PublishList("a"), DiscardList(), SupersedeList(2)])
def test_nothing_is_done_to_a_list_that_was_never_drafted(command: ListCommand) -> None:
    assert refused(PriorityList(), command).missing


def test_of_two_drafts_over_one_list_the_register_lets_one_through() -> None:
    register = Register(in_force=1)
    first = decide_register(register, Approve(2, base=1), NOW)
    assert not isinstance(first, Refused)
    register = evolve_register(register, first[0])

    second = decide_register(register, Approve(3, base=1), NOW)

    assert register.in_force == 2
    assert isinstance(second, Refused)
    assert second.code == "base-superseded"
    assert decide_register(register, Approve(2, base=1), NOW) == []


def test_the_first_list_comes_into_force_over_none() -> None:
    assert not isinstance(decide_register(Register(), Approve(1, base=None), NOW), Refused)


def an_entry(reason: WaitingReason | None = None, *, keep: bool = False) -> ListEntry:
    (candidate,) = candidates(1, keep=keep)
    made = decide_entry(ListEntry(), Enter(1, RankedCandidate(candidate, 3, reason)), NOW)
    assert not isinstance(made, Refused)
    return evolve_entry(ListEntry(), made[0])


def test_a_umkm_is_told_its_place_when_the_list_is_published_and_once() -> None:
    entry = an_entry()

    events = decide_entry(entry, Announce(), NOW)

    assert not isinstance(events, Refused)
    assert [(e.umkm_id, e.rank, e.kept) for e in events if isinstance(e, UmkmPrioritised)] == [
        ("U1", 3, False)
    ]
    assert decide_entry(evolve_entry(entry, events[0]), Announce(), NOW) == []


def test_an_announced_place_says_that_it_was_kept() -> None:
    events = decide_entry(an_entry(keep=True), Announce(), NOW)

    assert not isinstance(events, Refused)
    assert [e.kept for e in events if isinstance(e, UmkmPrioritised)] == [True]


def test_who_waits_is_never_announced() -> None:
    assert decide_entry(an_entry(WaitingReason.CAPACITY), Announce(), NOW) == []


def test_an_entry_stays_as_it_was_made() -> None:
    entry = an_entry()

    assert decide_entry(entry, Enter(1, RankedCandidate(candidates(1)[0], 4)), NOW) == []
