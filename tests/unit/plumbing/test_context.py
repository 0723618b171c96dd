"""What follows from a request or a message carries its correlation id and its trace."""

from collections.abc import Iterable
from typing import Any

import httpx
import orjson
import pytest
from aiokafka import ConsumerRecord
from structlog.testing import capture_logs

from shared.contracts.endorsement import VoteWithdrawn
from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.desk import Desk
from shared.plumbing.core.failures import Invalid
from shared.plumbing.core.relay import Relay
from shared.plumbing.core.traces import well_formed
from shared.plumbing.core.wire import Origin, encode
from shared.plumbing.http import build_app
from shared.plumbing.kafka.consumer import Inbox, Incoming, Subscription
from tests.support.builders import AT
from tests.support.counting import Count
from tests.support.running import BALLOTS, Running

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
MALFORMED = ["", "01", TRACE.upper(), f"{TRACE}-x", f"{TRACE}\n", f"00-{'0' * 32}-{'1' * 16}-01"]


class Letters:
    """Keeps what was buried."""

    def __init__(self) -> None:
        self.buried: list[str] = []

    async def bury(self, _record: ConsumerRecord, reason: str, _attempts: int) -> None:
        self.buried.append(reason)


def an_inbox(running: Running, *, wrong: bool = False) -> Inbox:
    def route(incoming: Incoming) -> Iterable[tuple[Any, Input]]:
        if wrong:
            raise Invalid("no such thing")
        about = incoming.envelope
        count = Count("u1", about.id)
        yield running.runner, Input("u1", about.id, count, about.correlationid)

    subscription = Subscription("endorsement", {VoteWithdrawn: "counts it"}, route, [BALLOTS])
    letters: Any = Letters()
    return Inbox(subscription, letters)


def a_record(trace: str | None, value: bytes | None = None) -> ConsumerRecord:
    event = VoteWithdrawn(umkm_id="u1", agency="bi", vote_id="v1")
    raw = value or encode(event, "m1", Origin("/sentra/tests", AT, None, "c-7", trace))
    return ConsumerRecord(BALLOTS, 0, 3, 0, 0, b"u1", raw, None, 2, len(raw), ())


def published(running: Running) -> dict[str, Any]:
    (raw,) = running.published
    data: dict[str, Any] = orjson.loads(raw or b"")
    return data


async def ask(running: Running, headers: dict[str, str]) -> httpx.Response:
    """Count over HTTP, through a handler that says nothing of correlation."""
    desk = Desk(running.runner, Relay(running.runner, 1.0))
    app = build_app("counting", "Counts.")

    @app.post("/count")
    async def count() -> int:
        return (await desk.submit_one(Input("u1", "http/1", Count("u1", "a")))).version

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://counting"
    ) as client:
        answer = await client.post("/count", headers=headers)
    await desk.relay.flush()
    return answer


async def test_a_request_gives_its_correlation_and_its_trace_to_what_it_causes() -> None:
    running = Running()

    answer = await ask(running, {"x-correlation-id": "c-42", "traceparent": TRACE})

    event = published(running)
    assert (event["correlationid"], event["traceparent"]) == ("c-42", TRACE)
    assert answer.headers["x-correlation-id"] == "c-42"


async def test_a_request_without_a_correlation_is_given_one() -> None:
    running = Running()

    answer = await ask(running, {})

    event = published(running)
    assert event["correlationid"] == answer.headers["x-correlation-id"]
    assert "traceparent" not in event


async def test_a_message_hands_its_trace_on_to_what_it_causes() -> None:
    running = Running()

    await an_inbox(running).take([a_record(TRACE)])

    event = published(running)
    assert (event["correlationid"], event["traceparent"]) == ("c-7", TRACE)


@pytest.mark.parametrize("trace", MALFORMED)
def test_a_trace_that_does_not_follow_the_standard_is_as_good_as_absent(trace: str) -> None:
    assert well_formed(trace) is None


async def test_a_malformed_trace_goes_no_further() -> None:
    by_http, by_kafka = Running(), Running()

    await ask(by_http, {"traceparent": "01"})
    await an_inbox(by_kafka).take([a_record("01")])

    assert "traceparent" not in published(by_http)
    assert "traceparent" not in published(by_kafka)


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (None, {"correlation": "c-7"}),
        (b'{"correlationid": "c-8"}', {"correlation": "c-8"}),
        (b'{"correlationid": 8}', {}),
        (b"[1]", {}),
        (b"\xff", {}),
    ],
    ids=["refused by us", "no event", "odd", "no object", "no JSON"],
)
async def test_the_log_of_a_dead_letter_names_its_correlation_where_it_can_be_read(
    value: bytes | None, known: dict[str, str]
) -> None:
    with capture_logs() as logs:
        await an_inbox(Running(), wrong=True).take([a_record(None, value)])

    (line,) = [each for each in logs if each["event"] == "message.dead"]
    assert {"correlation": line["correlation"]} == known if known else "correlation" not in line
    assert (line["topic"], line["partition"], line["offset"]) == (BALLOTS, 0, 3)


async def test_a_caller_who_met_a_bug_knows_the_id_under_which_it_was_logged() -> None:
    app = build_app("Sentra", "A service with a bug.")

    @app.get("/bug")
    def fail() -> None:
        raise ZeroDivisionError

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://sentra"
    ) as door:
        with capture_logs() as logs:
            answer = await door.get("/bug", headers={"X-Correlation-ID": "letter-7"})

    assert (answer.status_code, answer.headers["x-correlation-id"]) == (500, "letter-7")
    assert answer.json()["title"] == "bug"
    assert [line["event"] for line in logs] == ["request.bug"]
