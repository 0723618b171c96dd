"""A UMKM that is returned or withdrawn."""

from services.intake.model.nominations import (
    Nomination,
    NominationStatus,
    ReturnUmkm,
    WithdrawUmkm,
)
from shared.contracts.intake import (
    UmkmRecommended,
    UmkmReturned,
    UmkmWithdrawn,
)
from shared.plumbing.core.failures import Refused
from tests.unit.intake.builders import (
    a_nomination,
    given,
    to_recommend,
)


def test_a_returned_umkm_is_mended_and_recommended_by_its_district() -> None:
    outcome = given(a_nomination()).when(ReturnUmkm("foto", "Foto produk tidak jelas"))
    again = outcome.when(to_recommend(reason="Foto baru"))

    outcome.then_published(
        UmkmReturned(
            umkm_id="U1",
            round_id="r1",
            district="12.11",
            reason_code="foto",
            reason="Foto produk tidak jelas",
        )
    )
    again.then_published(UmkmRecommended)
    assert [each.status for each in again.state.standings] == [NominationStatus.RECOMMENDED]


def test_a_returned_umkm_stays_with_its_district() -> None:
    state = a_nomination(to_recommend(), ReturnUmkm("foto"))

    given(state).when(to_recommend(district="12.07")).then_refused("duplicate-across-districts")


def test_a_withdrawn_umkm_is_free_for_another_district() -> None:
    outcome = given(a_nomination()).when(WithdrawUmkm("Salah kabupaten"))
    moved = outcome.when(to_recommend(district="12.07")).state

    outcome.then_published(UmkmWithdrawn)
    assert moved.present is not None
    assert (moved.present.district, moved.present.status) == ("12.07", "recommended")


def test_what_is_returned_or_withdrawn_is_not_returned_again() -> None:
    again = ReturnUmkm("foto")

    given(a_nomination()).when(ReturnUmkm("foto"), again).then_refused("already-returned")
    given(a_nomination()).when(WithdrawUmkm(), again).then_refused("already-withdrawn")


def test_a_umkm_that_nobody_recommended_cannot_be_returned() -> None:
    outcome = given(Nomination("U1")).when(ReturnUmkm("foto"))

    assert outcome.refusal == Refused("no-nomination", "nobody recommended U1", missing=True)
