"""How a priority list comes to be."""

from services.endorsement.model.lists import (
    DraftList,
    GiveRanks,
    ListStatus,
    Place,
    PriorityList,
    PublishList,
    TakePlace,
)
from services.endorsement.rules.lists import (
    decide_list,
    decide_place,
    evolve_list,
    evolve_place,
)
from shared.contracts.endorsement import PriorityListPublished, UmkmPrioritised
from shared.plumbing.failures import Refused
from tests.unit.endorsement.builders import NOW, a_ballot

SHA = "0" * 64


def a_draft() -> PriorityList:
    drafted = decide_list(PriorityList(), DraftList(1, 1000), NOW)
    assert not isinstance(drafted, Refused)
    return evolve_list(PriorityList(), drafted[0])


def test_a_draft_counts_only_what_was_decided_before_it_began() -> None:
    assert a_draft().cutoff == NOW


def test_a_list_is_published_once() -> None:
    published = decide_list(a_draft(), PublishList(0, SHA), NOW)
    assert not isinstance(published, Refused)
    assert isinstance(published[0], PriorityListPublished)
    head = evolve_list(a_draft(), published[0])

    assert head.status is ListStatus.PUBLISHED
    assert isinstance(decide_list(head, PublishList(0, SHA), NOW), Refused)


def test_a_list_is_published_only_with_all_ranks_that_were_given() -> None:
    given = decide_list(a_draft(), GiveRanks(0, ("U1", "U2")), NOW)
    assert not isinstance(given, Refused)
    head = evolve_list(a_draft(), given[0])

    assert isinstance(decide_list(head, PublishList(1, SHA), NOW), Refused)
    assert not isinstance(decide_list(head, PublishList(2, SHA), NOW), Refused)


def test_a_list_number_is_used_once() -> None:
    assert isinstance(decide_list(a_draft(), DraftList(1, 5), NOW), Refused)


def test_each_rank_is_given_once_whoever_proposes() -> None:
    given = decide_list(a_draft(), GiveRanks(0, ("U1", "U2")), NOW)
    assert not isinstance(given, Refused)
    head = evolve_list(a_draft(), given[0])

    late = decide_list(head, GiveRanks(0, ("U3",)), NOW)
    after = decide_list(head, GiveRanks(2, ("U3",)), NOW)

    assert (head.ranked, head.newest) == (2, ("U1", "U2"))
    assert isinstance(late, Refused)
    assert not isinstance(after, Refused)
    assert evolve_list(head, after[0]).ranked == 3


def test_no_more_ranks_are_given_than_there_is_capacity() -> None:
    given = decide_list(a_draft(), GiveRanks(0, tuple(f"U{n}" for n in range(1001))), NOW)

    assert not isinstance(given, Refused)
    assert evolve_list(a_draft(), given[0]).ranked == 1000


def test_nothing_is_published_without_a_draft() -> None:
    outcome = decide_list(PriorityList(), PublishList(0, SHA), NOW)

    assert isinstance(outcome, Refused)
    assert outcome.missing


def test_a_umkm_takes_its_place_on_a_list_once() -> None:
    taken = decide_place(Place(), TakePlace(1, 3, a_ballot()), NOW)

    assert isinstance(taken[0], UmkmPrioritised)
    place = evolve_place(Place(), taken[0])
    assert (place.umkm_id, place.rank) == ("U1", 3)
    assert decide_place(place, TakePlace(1, 4, a_ballot()), NOW) == []
