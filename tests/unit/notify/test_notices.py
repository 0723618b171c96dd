"""When a notice leaves, waits, is tried again or fails."""

from datetime import timedelta

import pytest

from services.notify.model.notices import (
    AttemptFailed,
    Await,
    Claim,
    GiveUp,
    MarkRefused,
    MarkSent,
    Notice,
    NoticeClaimed,
    NoticeQueued,
    NoticeStatus,
    Notify,
    Redrive,
    Release,
)
from services.notify.rules.notices import BACK_OFF, NO_CONTACT, PATIENCE, notice_id
from shared.contracts.notify import Channel, NoticeFailed, NoticeSent
from tests.unit.notify.builders import NOW, a_notice, given

MONTHS = timedelta(days=200)


def a_claimed(**changes: object) -> Notice:
    return a_notice(NoticeStatus.SENDING, claim="one/1", **changes)


def a_refusal(
    *, permanent: bool = False, others: bool = False, channel: Channel = Channel.EMAIL
) -> MarkRefused:
    return MarkRefused("one/1", channel, "e-mail: refused with 450", permanent, others)


def test_an_event_queues_a_notice_and_says_nothing_to_others() -> None:
    content = a_notice().content

    outcome = given(Notice("n-1")).when(Notify(content)).then(NoticeQueued).then_published()

    notice = outcome.state
    assert (notice.status, notice.content, notice.queued_at) == (NoticeStatus.QUEUED, content, NOW)


def test_a_notice_is_queued_once() -> None:
    given(a_notice()).when(Notify(a_notice().content)).then_refused("known")


@pytest.mark.parametrize("command", [Await(), Claim("one/1"), MarkSent(Channel.SMS), Redrive()])
def test_what_was_never_queued_is_missing(command: object) -> None:
    assert given(Notice("n-1")).when(command).refusal.missing


def test_a_notice_that_is_sent_is_announced_with_its_channel_and_no_address() -> None:
    claimed = given(a_notice()).when(Claim("one/1"))
    outcome = claimed.when(MarkSent(Channel.EMAIL))

    claimed.then(NoticeClaimed).then_published()
    outcome.then(
        NoticeSent(
            notice_id=claimed.state.id,
            about="umkm-1",
            recipient="umkm:umkm-1",
            template="umkm-endorsed",
            channel=Channel.EMAIL,
        )
    )
    sent = outcome.state
    assert (sent.status, sent.channel, sent.claim) == (NoticeStatus.SENT, Channel.EMAIL, None)


def test_only_one_of_two_replicas_gets_the_claim() -> None:
    given(a_notice()).when(Claim("one/1"), Claim("two/1")).then_refused("not-yours")


def test_a_jump_of_the_clock_frees_no_claim() -> None:
    given(a_claimed()).when(Claim("two/1"), at=NOW + MONTHS).then_refused("not-yours")


def test_a_claim_of_the_dead_is_taken_over_by_who_names_it() -> None:
    taken = given(a_claimed()).when(Claim("two/1", instead_of="one/1"))

    assert taken.state.claim == "two/1"
    taken.when(Claim("three/1", instead_of="one/1")).then_refused("not-yours")


def test_a_late_mark_of_the_replaced_holder_counts_once() -> None:
    taken = given(a_claimed()).when(Claim("two/1", instead_of="one/1"))

    outcome = taken.when(MarkSent(Channel.EMAIL), MarkSent(Channel.EMAIL))

    outcome.then_refused("already-done")


def test_a_channel_that_was_away_costs_no_attempt() -> None:
    released = given(a_claimed()).when(Release("one/1")).state

    assert released == a_notice()
    given(a_claimed()).when(Release("two/1")).then_refused("not-yours")


def test_a_passing_refusal_backs_off_longer_each_time_and_then_fails() -> None:
    tries, pauses = given(a_notice()), []
    for _ in BACK_OFF:
        tries = tries.when(Claim("one/1"), a_refusal())
        assert tries.state.not_before is not None
        pauses.append(tries.state.not_before - NOW)

    outcome = tries.when(Claim("one/1"), a_refusal())

    assert tuple(pauses) == BACK_OFF
    notice = outcome.then(NoticeFailed).state
    assert (notice.status, notice.reason) == (NoticeStatus.FAILED, "e-mail: refused with 450")


def test_a_permanent_refusal_goes_on_to_the_next_channel_at_once() -> None:
    refused = given(a_claimed()).when(a_refusal(permanent=True, others=True))

    notice = refused.then(AttemptFailed).then_published().state
    assert (notice.status, notice.given_up) == (NoticeStatus.QUEUED, (Channel.EMAIL,))
    assert (notice.attempts, notice.not_before) == (0, NOW)


def test_a_permanent_refusal_of_the_last_channel_fails() -> None:
    notice = given(a_claimed()).when(a_refusal(permanent=True)).state

    assert notice.status is NoticeStatus.FAILED


def test_without_a_contact_a_notice_waits_and_can_be_claimed_when_it_has_come() -> None:
    waiting = given(a_notice()).when(Await()).state
    claimed = given(waiting).when(Claim("one/1")).state

    assert (waiting.status, waiting.wait_until) == (NoticeStatus.WAITING, NOW + PATIENCE)
    assert (claimed.status, claimed.wait_until) == (NoticeStatus.SENDING, None)


def test_a_claim_in_force_is_not_put_aside() -> None:
    waiting = given(a_claimed()).when(Await(claim="one/1")).state

    assert (waiting.status, waiting.claim) == (NoticeStatus.WAITING, None)
    given(a_claimed()).when(Await()).then_refused("not-queued")
    given(a_claimed()).when(Await(claim="two/1")).then_refused("not-queued")


def test_a_notice_that_waited_too_long_fails_for_want_of_a_contact() -> None:
    waiting = given(a_notice()).when(Await())

    outcome = waiting.when(GiveUp(), at=NOW + PATIENCE).then(NoticeFailed)

    waiting.when(GiveUp()).then_refused("not-yet")
    failed = outcome.state
    assert (failed.status, failed.reason) == (NoticeStatus.FAILED, NO_CONTACT)


def test_a_notice_that_is_no_longer_waiting_is_not_given_up() -> None:
    given(a_claimed()).when(GiveUp()).then_refused("not-yet")


def test_only_a_failed_notice_is_driven_again_and_begins_anew() -> None:
    failed = a_notice(NoticeStatus.FAILED, given_up=(Channel.EMAIL,), attempts=3, reason="x")

    again = given(failed).when(Redrive()).state

    assert again == a_notice()
    given(a_notice(NoticeStatus.SENT)).when(Redrive()).then_refused("not-failed")


def test_a_command_of_another_aggregate_is_a_bug() -> None:
    with pytest.raises(TypeError):
        given(a_notice()).when(object())


def test_the_longest_ids_leave_room_for_the_ids_of_our_own_events() -> None:
    recipient = "umkm:" + "u" * 64
    plain = notice_id(f"nomination/{'u' * 64}:1:0", recipient)
    short = notice_id("x" * 200, recipient)

    assert plain == f"nomination/{'u' * 64}:1:0@{recipient}"
    assert short != notice_id("x" * 199 + "y", recipient)
    assert max(len(f"notice/{key}:9999:9") for key in (plain, short)) <= 200
