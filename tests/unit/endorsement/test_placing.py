"""Who gets a place on a priority list, and who waits."""

from services.endorsement.model.entries import WaitingReason
from services.endorsement.model.lists import EndRanking, GiveRanks, PriorityList
from tests.unit.endorsement.builders import given
from tests.unit.endorsement.lists import MEDAN, NIAS, SHA, a_ranking, candidates


def shown(head: PriorityList) -> list[tuple[str, int, WaitingReason | None]]:
    return [(each.candidate.umkm_id, each.rank, each.reason) for each in head.newest]


def test_places_are_given_in_order_until_the_programme_is_full_and_the_others_wait_in_order() -> (
    None
):
    head = given(a_ranking(capacity=2)).when(GiveRanks(0, candidates(4))).state

    assert shown(head) == [
        ("U1", 1, None),
        ("U2", 2, None),
        ("U3", 1, WaitingReason.CAPACITY),
        ("U4", 2, WaitingReason.CAPACITY),
    ]
    assert (head.placed, head.waiting) == (2, 2)


def test_a_district_gets_no_more_than_its_quota_and_others_move_up() -> None:
    ranked = (*candidates(3, MEDAN), *candidates(1, NIAS, start=4))

    head = given(a_ranking(capacity=10, quota=2)).when(GiveRanks(0, ranked)).state

    assert shown(head) == [
        ("U1", 1, None),
        ("U2", 2, None),
        ("U3", 1, WaitingReason.DISTRICT_QUOTA),
        ("U4", 3, None),
    ]
    assert head.by_district == {MEDAN: 2, NIAS: 1}


def test_when_the_programme_is_full_that_is_the_reason_whatever_the_quota_says() -> None:
    head = given(a_ranking(capacity=1, quota=1)).when(GiveRanks(0, candidates(2))).state

    assert shown(head)[1] == ("U2", 1, WaitingReason.CAPACITY)


def test_the_quota_and_the_capacity_go_on_from_portion_to_portion() -> None:
    head = given(a_ranking(capacity=3, quota=2)).when(GiveRanks(0, candidates(1, MEDAN))).state

    more = GiveRanks(1, candidates(2, MEDAN, start=2))
    head = given(head).when(more, GiveRanks(3, candidates(2, NIAS, start=4))).state

    assert shown(head) == [("U4", 3, None), ("U5", 2, WaitingReason.CAPACITY)]
    assert head.by_district == {MEDAN: 2, NIAS: 1}


def test_who_keeps_a_place_counts_to_capacity_and_district_but_no_quota_takes_it_away() -> None:
    keeping = GiveRanks(0, candidates(2, MEDAN, keep=True))
    others = (*candidates(1, MEDAN, start=3), *candidates(2, NIAS, start=4))

    ranking = given(a_ranking(capacity=3, quota=1, base=1)).when(keeping, GiveRanks(2, others))

    head = ranking.state

    assert shown(head) == [
        ("U3", 1, WaitingReason.DISTRICT_QUOTA),
        ("U4", 3, None),
        ("U5", 2, WaitingReason.CAPACITY),
    ]
    assert (head.placed, head.kept) == (3, 2)


def test_each_rank_is_settled_once() -> None:
    head = given(a_ranking()).when(GiveRanks(0, candidates(2))).state

    late = given(head).when(GiveRanks(0, candidates(1, start=3)))

    late.then_refused("others-were-faster")
    assert given(head).when(GiveRanks(2, candidates(1, start=3))).state.ranked == 3


def test_a_ranking_ends_only_when_all_that_was_settled_is_written() -> None:
    head = given(a_ranking()).when(GiveRanks(0, candidates(2))).state

    given(head).when(EndRanking(1, SHA)).then_refused("others-were-faster")
    assert given(head).when(EndRanking(2, SHA)).state.newest == ()
