"""What a stranger is shown of a nomination."""

from services.intake.model.masking import NominationView
from tests.unit.intake.builders import a_nomination, a_recommendation


def test_a_stranger_sees_neither_numbers_nor_address() -> None:
    private = a_recommendation()

    text = NominationView.of(a_nomination(), {}).model_dump_json()

    for secret in (private.nik, private.phone, private.email, private.address):
        assert secret
        assert secret not in text


def test_who_knows_a_number_recognises_it() -> None:
    shown = NominationView.of(a_nomination(), {}).recommendation

    assert shown is not None
    assert (shown.phone, shown.nik) == ("+628********34", "1211**********01")
    assert shown.email == "t***@usaha.example"
