"""Who is reached how."""

import pytest

from services.notify.model.recipients import Contact, EraseContact, Recipient
from services.notify.rules.recipients import channels, view_of
from shared.contracts.notify import Channel
from tests.unit.notify.builders import NOW, a_contact_change, given


def after(*commands: object) -> Recipient:
    """The recipient; its personal data never leave the service."""
    outcome = given(Recipient("umkm:umkm-1"))
    for command in commands:
        outcome = outcome.when(command).then_published()
    return outcome.state


def test_a_contact_is_kept_and_the_newest_counts() -> None:
    recipient = after(a_contact_change(), a_contact_change(email=None))

    assert recipient.contact == Contact("Tiurma Sihombing", None, "+6281234567890")


def test_erasing_leaves_nothing_of_the_person() -> None:
    erased = after(a_contact_change(), EraseContact())

    assert erased == Recipient("umkm:umkm-1", erased_at=NOW)


def test_somebody_unknown_can_be_erased() -> None:
    assert after(EraseContact()).erased_at == NOW


def test_who_comes_back_is_reached_again() -> None:
    again = after(EraseContact(), a_contact_change())

    assert (again.erased_at, bool(again.contact)) == (None, True)


@pytest.mark.parametrize(
    ("email", "phone", "expected"),
    [
        ("a@b.example", "+6281234567890", ["email", "whatsapp", "sms"]),
        (None, "+6281234567890", ["whatsapp", "sms"]),
        ("a@b.example", None, ["email"]),
        (None, "+62614567890", []),
        (None, None, []),
        ("", None, []),
    ],
)
def test_channels_by_preference_and_none_for_a_land_line(
    email: str | None, phone: str | None, expected: list[str]
) -> None:
    assert channels(Contact("x", email, phone)) == tuple(Channel(each) for each in expected)


def test_nobody_has_no_channel() -> None:
    assert channels(None) == ()


def test_an_operator_sees_masked_addresses_and_no_name() -> None:
    recipient = after(a_contact_change(email="putri@kopi.example"))

    answer = view_of(recipient)

    assert (answer.email, answer.phone) == ("p***@kopi.example", "+628********90")
    assert "Tiurma" not in answer.model_dump_json()
