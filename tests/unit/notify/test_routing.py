"""Which event makes which notices for whom."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.notify.app import create_service
from services.notify.model.notices import Notify, Urgency
from services.notify.model.recipients import EraseContact
from services.notify.settings import Settings
from shared.contracts.endorsement import UmkmPrioritised
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmRecommended
from shared.contracts.notify import NoticeSent
from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.failures import Invalid
from shared.plumbing.kafka.consumer import Incoming, Subscription
from tests.unit.notify.builders import a_contact_change, an_envelope, events

OWNERS = [event for event in events() if event.type.startswith(("mentoring.", "endorsement.umkm"))]


@pytest.fixture(scope="module")
def subscription() -> Iterator[Subscription]:
    service = create_service(Settings())
    assert service.member
    yield service.member.inbox.subscription
    service.client.close()


def routed(subscription: Subscription, event: Event, **about: Any) -> list[Input]:
    incoming = Incoming(event.topic, an_envelope(event, **about))
    return [message for _, message in subscription.route(incoming)]


def test_notify_hears_six_topics_and_never_its_own(subscription: Subscription) -> None:
    assert subscription.topics == [
        "endorsement.ballot.v1",
        "endorsement.priority-list.v1",
        "intake.contact.v1",
        "intake.nomination.v1",
        "intake.round.v1",
        "mentoring.journey.v1",
    ]
    assert NoticeSent.topic not in subscription.topics


@pytest.mark.parametrize("event", OWNERS, ids=lambda event: event.type)
def test_what_happens_to_a_umkm_is_told_to_its_owner(
    subscription: Subscription, event: Event
) -> None:
    [message] = routed(subscription, event)

    assert message.key == "ballot/umkm-1:3:0@umkm:umkm-1"
    assert (message.cause, message.correlation) == ("ballot/umkm-1:3:0", "c-1")
    assert isinstance(message.command, Notify)
    assert message.command.content.recipient == "umkm:umkm-1"
    assert message.command.content.about == "umkm-1"
    assert message.command.content.correlation == "c-1"


def test_a_corrected_hs_code_is_no_second_message_to_the_owner(
    subscription: Subscription,
) -> None:
    [recommended] = [each for each in events() if isinstance(each, UmkmRecommended)]
    corrected = recommended.model_copy(update={"corrected": True})

    assert len(routed(subscription, recommended)) == 1
    assert routed(subscription, corrected) == []


def test_a_round_and_its_reminder_are_told_to_the_district_by_urgency(
    subscription: Subscription,
) -> None:
    opened, reminded, _, returned, *_ = events()

    notices = [routed(subscription, event)[0] for event in (opened, reminded, returned)]

    contents = [message.command.content for message in notices]
    assert {content.recipient for content in contents} == {"district:12.16"}
    urgencies = [content.urgency for content in contents]
    assert urgencies == [Urgency.NORMAL, Urgency.URGENT, Urgency.URGENT]


def test_a_priority_list_is_told_to_each_of_the_33_districts_once(
    subscription: Subscription,
) -> None:
    published = next(event for event in events() if event.type.endswith("list-published.v1"))

    notices = routed(subscription, published, event_id="priority-list/list-1:2:0")

    assert len({message.key for message in notices}) == len(notices) == 33
    assert {message.cause for message in notices} == {"priority-list/list-1:2:0"}


@pytest.mark.parametrize("kept", [False, True])
def test_a_place_is_told_by_the_journey_that_it_starts_so_a_kept_one_is_told_to_nobody_again(
    subscription: Subscription, kept: bool
) -> None:
    place = UmkmPrioritised(
        umkm_id="umkm-1",
        list_number=2,
        rank=1,
        round_id="r-1",
        business_name="Kopi Lintong",
        district="12.16",
        kept=kept,
    )

    assert routed(subscription, place) == []


def test_no_notice_holds_a_field_of_the_contact(subscription: Subscription) -> None:
    for event in events():
        for message in routed(subscription, event):
            names = set(message.command.content.fields)
            assert not names & {"owner_name", "phone", "email", "recipient_name"}


def test_a_contact_goes_to_the_recipient_alone(subscription: Subscription) -> None:
    [message] = routed(subscription, a_contact_change(), event_id="contact/umkm-1:1:0")

    assert (message.key, message.cause) == ("umkm:umkm-1", "contact/umkm-1:1:0")


def test_an_empty_record_erases_the_contact_and_only_there(subscription: Subscription) -> None:
    [(_, message)] = subscription.erase("intake.contact.v1", "umkm-1", "intake.contact.v1/0/7")

    assert (message.key, message.command) == ("umkm:umkm-1", EraseContact())
    with pytest.raises(Invalid):
        list(subscription.erase("intake.round.v1", "umkm-1", "intake.round.v1/0/7"))
    with pytest.raises(Invalid):
        list(subscription.erase("intake.contact.v1", "not an id!", "intake.contact.v1/0/8"))
