"""When a notice leaves, waits, is tried again or fails."""

from datetime import timedelta

import pytest

from services.notify.model.notices import (
    Await,
    Claim,
    GiveUp,
    MarkRefused,
    MarkSent,
    Notice,
    NoticeStatus,
    Notify,
    Redrive,
    Release,
)
from services.notify.rules.notices import BACK_OFF, NO_CONTACT, PATIENCE, decide, notice_id
from services.notify.rules.progress import evolve
from shared.contracts.envelope import Event
from shared.contracts.notify import Channel, NoticeFailed, NoticeSent
from shared.plumbing.core.failures import Refused
from tests.unit.notify.builders import NOW, a_notice

MONTHS = timedelta(days=200)


def after(notice: Notice, command: object, now: object = NOW) -> tuple[Notice, list[Event]]:
    """Apply a command that the rules accept."""
    events = decide(notice, command, now)  # type: ignore[arg-type] # a datetime, by every caller
    assert not isinstance(events, Refused), events
    for event in events:
        notice = evolve(notice, event)
    return notice, list(events)


def a_claimed(**changes: object) -> Notice:
    return a_notice(NoticeStatus.SENDING, claim="one/1", **changes)


def a_refusal(
    *, permanent: bool = False, others: bool = False, channel: Channel = Channel.EMAIL
) -> MarkRefused:
    return MarkRefused("one/1", channel, "e-mail: refused with 450", permanent, others)


def code_of(notice: Notice, command: object) -> str:
    refused = decide(notice, command, NOW)
    assert isinstance(refused, Refused)
    return refused.code


def test_an_event_queues_a_notice_and_says_nothing_to_others() -> None:
    content = a_notice().content

    notice, events = after(Notice("n-1"), Notify(content))

    assert (notice.status, notice.content, notice.queued_at) == (NoticeStatus.QUEUED, content, NOW)
    assert [event.topic for event in events] == [""]


def test_a_notice_is_queued_once() -> None:
    assert code_of(a_notice(), Notify(a_notice().content)) == "known"


@pytest.mark.parametrize("command", [Await(), Claim("one/1"), MarkSent(Channel.SMS), Redrive()])
def test_what_was_never_queued_is_missing(command: object) -> None:
    refused = decide(Notice("n-1"), command, NOW)

    assert isinstance(refused, Refused)
    assert refused.missing


def test_a_notice_that_is_sent_is_announced_with_its_channel_and_no_address() -> None:
    claimed, told_of_claim = after(a_notice(), Claim("one/1"))
    sent, events = after(claimed, MarkSent(Channel.EMAIL))

    assert [event.topic for event in told_of_claim] == [""]
    assert events == [
        NoticeSent(
            notice_id=claimed.id,
            about="umkm-1",
            recipient="umkm:umkm-1",
            template="umkm-endorsed",
            channel=Channel.EMAIL,
        )
    ]
    assert (sent.status, sent.channel, sent.claim) == (NoticeStatus.SENT, Channel.EMAIL, None)


def test_only_one_of_two_replicas_gets_the_claim() -> None:
    claimed, _ = after(a_notice(), Claim("one/1"))

    assert code_of(claimed, Claim("two/1")) == "not-yours"


def test_a_jump_of_the_clock_frees_no_claim() -> None:
    refused = decide(a_claimed(), Claim("two/1"), NOW + MONTHS)

    assert isinstance(refused, Refused)


def test_a_claim_of_the_dead_is_taken_over_by_who_names_it() -> None:
    taken, _ = after(a_claimed(), Claim("two/1", instead_of="one/1"))

    assert taken.claim == "two/1"
    assert code_of(taken, Claim("three/1", instead_of="one/1")) == "not-yours"


def test_a_late_mark_of_the_replaced_holder_counts_once() -> None:
    taken, _ = after(a_claimed(), Claim("two/1", instead_of="one/1"))
    sent, _ = after(taken, MarkSent(Channel.EMAIL))

    assert code_of(sent, MarkSent(Channel.EMAIL)) == "already-settled"


def test_a_channel_that_was_away_costs_no_attempt() -> None:
    released, _ = after(a_claimed(), Release("one/1"))

    assert released == a_notice()
    assert code_of(a_claimed(), Release("two/1")) == "not-yours"


def test_a_passing_refusal_backs_off_longer_each_time_and_then_fails() -> None:
    notice, pauses = a_notice(), []
    for _ in BACK_OFF:
        notice, _ = after(notice, Claim("one/1"))
        notice, _ = after(notice, a_refusal())
        assert notice.not_before is not None
        pauses.append(notice.not_before - NOW)
    notice, _ = after(notice, Claim("one/1"))
    notice, events = after(notice, a_refusal())

    assert tuple(pauses) == BACK_OFF
    assert [type(event) for event in events] == [NoticeFailed]
    assert (notice.status, notice.reason) == (NoticeStatus.FAILED, "e-mail: refused with 450")


def test_a_permanent_refusal_goes_on_to_the_next_channel_at_once() -> None:
    notice, events = after(a_claimed(), a_refusal(permanent=True, others=True))

    assert [event.topic for event in events] == [""]
    assert (notice.status, notice.given_up) == (NoticeStatus.QUEUED, (Channel.EMAIL,))
    assert (notice.attempts, notice.not_before) == (0, NOW)


def test_a_permanent_refusal_of_the_last_channel_fails() -> None:
    notice, _ = after(a_claimed(), a_refusal(permanent=True))

    assert notice.status is NoticeStatus.FAILED


def test_without_a_contact_a_notice_waits_and_can_be_claimed_when_it_has_come() -> None:
    waiting, _ = after(a_notice(), Await())
    claimed, _ = after(waiting, Claim("one/1"))

    assert (waiting.status, waiting.wait_until) == (NoticeStatus.WAITING, NOW + PATIENCE)
    assert (claimed.status, claimed.wait_until) == (NoticeStatus.SENDING, None)


def test_a_claim_in_force_is_not_put_aside() -> None:
    waiting, _ = after(a_claimed(), Await(claim="one/1"))

    assert (waiting.status, waiting.claim) == (NoticeStatus.WAITING, None)
    assert code_of(a_claimed(), Await()) == "not-queued"
    assert code_of(a_claimed(), Await(claim="two/1")) == "not-queued"


def test_a_notice_that_waited_too_long_fails_for_want_of_a_contact() -> None:
    waiting, _ = after(a_notice(), Await())
    failed, events = after(waiting, GiveUp(), NOW + PATIENCE)

    assert code_of(waiting, GiveUp()) == "not-yet"
    assert isinstance(events[0], NoticeFailed)
    assert (failed.status, failed.reason) == (NoticeStatus.FAILED, NO_CONTACT)


def test_a_notice_that_is_no_longer_waiting_is_not_given_up() -> None:
    assert code_of(a_claimed(), GiveUp()) == "not-yet"


def test_only_a_failed_notice_is_driven_again_and_begins_anew() -> None:
    failed = a_notice(NoticeStatus.FAILED, given_up=(Channel.EMAIL,), attempts=3, reason="x")

    again, _ = after(failed, Redrive())

    assert again == a_notice()
    assert code_of(a_notice(NoticeStatus.SENT), Redrive()) == "not-failed"


def test_a_command_of_another_aggregate_is_a_bug() -> None:
    with pytest.raises(TypeError):
        decide(a_notice(), object(), NOW)


def test_the_longest_ids_leave_room_for_the_ids_of_our_own_events() -> None:
    recipient = "umkm:" + "u" * 64
    plain = notice_id(f"nomination/{'u' * 64}:1:0", recipient)
    short = notice_id("x" * 200, recipient)

    assert plain == f"nomination/{'u' * 64}:1:0@{recipient}"
    assert short != notice_id("x" * 199 + "y", recipient)
    assert max(len(f"notice/{key}:9999:9") for key in (plain, short)) <= 200
