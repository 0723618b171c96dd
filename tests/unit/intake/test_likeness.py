"""UMKM that may be one are shown to the province, and nobody merges them by himself."""

from dataclasses import replace

import pytest
from pydantic import SecretStr

from services.intake.model.likeness import (
    DismissLikeness,
    LikeBy,
    Likeness,
    MergeInto,
    NoteLikeness,
    PromiseToStay,
    Traits,
)
from services.intake.model.nominations import Nomination, NominationStatus
from services.intake.model.recommendation import Recommendation
from services.intake.rules.likeness import by_mark, find_alike, traits_of
from services.intake.rules.mergers import PROMISED_WITHIN
from shared.contracts.intake import UmkmMerged, UmkmWithdrawn
from shared.plumbing.core.failures import Refused
from tests.unit.intake.builders import (
    NOW,
    a_nomination,
    a_recommendation,
    given,
    to_recommend,
)

KEY = SecretStr("a key of the tests")
FLAG = NoteLikeness((Likeness("U2", (LikeBy.PHONE,), 100),))
MERGE = MergeInto("U9", "Ibu Ratna", "Nama sama, pemilik sama")


def traits(umkm_id: str = "U1", **fields: object) -> Traits:
    return traits_of(umkm_id, a_recommendation(**fields), KEY)


def like(first: dict[str, str], second: dict[str, str]) -> tuple[LikeBy, ...]:
    apart: dict[str, object] = {"phone": "+6281260009999", "email": None, **second}
    mine, other = traits("U1", **first), traits("U2", **apart)
    alike = find_alike(mine, by_mark([mine, other]))
    return alike[0].by if alike else ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Kopi Sidikalang Jaya", "Kopi Sidikalang  jaya"),
        ("Kopi Sidikalang Jaya", "Kopi Sidikallang Jaya"),
        ("UD. Kopi Sidikalang Jaya", "Sidikalang Kopi Jaya"),
        ("Ulos Ni Si'Boru", "Ulos ni Siboru"),
    ],
)
def test_names_that_read_alike_in_one_district_are_flagged(first: str, second: str) -> None:
    assert like({"business_name": first}, {"business_name": second}) == (LikeBy.NAME,)


def test_one_phone_and_a_name_that_reads_alike_are_two_reasons_however_its_words_begin() -> None:
    phone = "+6281260001234"

    by = like(
        {"business_name": "Sidikalang", "phone": phone},
        {"business_name": "Cidikalang", "phone": phone},
    )

    assert by == (LikeBy.NAME, LikeBy.PHONE)


@pytest.mark.parametrize(
    "second", ["Kopi Lintong Jaya", "Kopi Sidikalang", "Keripik Sidikalang Jaya"]
)
def test_names_that_share_a_word_are_two(second: str) -> None:
    assert like({"business_name": "Kopi Sidikalang Jaya"}, {"business_name": second}) == ()


def test_the_same_name_in_another_district_is_another_umkm() -> None:
    assert like({"district": "12.11"}, {"district": "12.07"}) == ()


def test_one_phone_or_one_e_mail_is_enough_whatever_the_name_and_the_district() -> None:
    other = {"business_name": "Lain Sekali", "district": "12.07"}

    assert like({}, other | {"phone": "+6281260001234"}) == (LikeBy.PHONE,)
    assert like({}, other | {"email": "tiurma@usaha.example"}) == (LikeBy.EMAIL,)


def test_what_is_looked_for_holds_no_number_that_can_be_read() -> None:
    recommended: Recommendation = a_recommendation()

    kept = str(traits())

    assert recommended.phone not in kept
    assert recommended.phone[3:] not in kept
    assert str(recommended.email) not in kept


def flagged() -> Nomination:
    return given(a_nomination()).when(FLAG).state


def test_a_new_umkm_waits_to_be_examined_and_one_that_is_told_again_does_not() -> None:
    new = a_nomination()

    assert not new.examined
    assert flagged().examined


def test_what_an_officer_said_of_a_pair_stays_said() -> None:
    dismiss = DismissLikeness("U2", "Ibu Ratna", "Kakak beradik")

    again = given(flagged()).when(dismiss, FLAG).state

    assert [(each.umkm_id, each.dismissed_by) for each in again.likely] == [("U2", "Ibu Ratna")]


def test_only_what_is_flagged_can_be_dismissed() -> None:
    given(flagged()).when(DismissLikeness("U3", "Ibu Ratna", "x")).then_refused("not-flagged")


def test_a_merger_takes_the_recommendation_back_and_is_told_to_all_without_the_officer() -> None:
    outcome = given(a_nomination()).when(MERGE).then_published(UmkmMerged, UmkmWithdrawn)

    state = outcome.state
    assert "Ratna" not in "".join(event.model_dump_json() for event in outcome.published)
    assert state.merged
    assert (state.merged.into, state.merged.officer) == ("U9", "Ibu Ratna")
    assert state.present
    assert state.present.status is NominationStatus.WITHDRAWN


def test_a_merger_tells_which_agencies_nominated_in_the_round_also_before_its_district_did() -> (
    None
):
    nominated = replace(to_recommend(), agency="bi")

    outcome = given(a_nomination(nominated, to_recommend())).when(MERGE)

    merged_event = outcome.the(UmkmMerged)
    assert (merged_event.round_id, merged_event.nominators) == ("r1", ("bi",))


def test_a_umkm_is_merged_once_and_never_into_itself() -> None:
    own = MergeInto(a_nomination().umkm_id, "Ibu Ratna", "x")

    given(a_nomination()).when(MERGE, MERGE).then_refused("already-merged")
    given(a_nomination()).when(own).then_refused("already-merged")


def test_a_recommendation_that_was_on_its_way_to_a_merged_umkm_is_sent_again() -> None:
    outcome = given(a_nomination()).when(MERGE, to_recommend())

    assert "U9" in outcome.then_refused("merged").refusal.detail


def test_of_two_that_are_merged_into_each_other_at_once_one_alone_goes() -> None:
    promised = given(a_nomination()).when(PromiseToStay("U9"))

    at_once = promised.when(MERGE)
    after_a_kill = promised.when(MERGE, at=NOW + PROMISED_WITHIN)

    at_once.then_refused("merging")
    after_a_kill.then_published(UmkmMerged, UmkmWithdrawn)


def test_who_is_merged_already_does_not_promise_to_stay() -> None:
    given(a_nomination()).when(MERGE, PromiseToStay("U9")).then_refused("already-merged")


def test_nobody_is_merged_into_one_that_is_merged_itself() -> None:
    outcome = given(a_nomination()).when(replace(MERGE, kept_is_in="U7"))

    assert outcome.refusal == Refused("already-merged", "U9 is merged into U7")


def test_a_name_that_reads_alike_stands_before_dozens_that_share_the_phone() -> None:
    mine = traits("U1")
    crowd = [traits(f"U2{n:02}", business_name=f"Ulos {n:02} Bona", email=None) for n in range(25)]
    namesake = traits(
        "U9", business_name="Kopi Sidikallang Jaya", phone="+6281260007777", email=None
    )

    alike = find_alike(mine, by_mark([mine, *crowd, namesake]))

    assert alike[0].umkm_id == "U9"
