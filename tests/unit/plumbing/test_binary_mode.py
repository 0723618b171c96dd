"""A message in the binary mode of CloudEvents says the same as one in structured mode."""

import base64

import orjson
import pytest
from aiokafka import ConsumerRecord

from shared.contracts.endorsement import VoteWithdrawn
from shared.plumbing.core.failures import Invalid
from shared.plumbing.core.wire import MessageReader, Origin, encode
from shared.plumbing.kafka.binary_mode import structured_value
from tests.support.builders import AT
from tests.support.running import BALLOTS

EVENT = VoteWithdrawn(umkm_id="u1", agency="bi", vote_id="v1")
STRUCTURED = encode(EVENT, "m1", Origin("/agencies/bi", AT))
READER = MessageReader([VoteWithdrawn])


def a_record(value: bytes, headers: dict[str, str]) -> ConsumerRecord:
    sent = tuple((name, text.encode()) for name, text in headers.items())
    return ConsumerRecord(BALLOTS, 0, 3, 0, 0, b"u1", value, None, 2, len(value), sent)


def in_binary_mode(**changes: str) -> ConsumerRecord:
    attributes = orjson.loads(STRUCTURED)
    data = orjson.dumps(attributes.pop("data"))
    content_type = attributes.pop("datacontenttype")
    headers = {f"ce_{name}": text for name, text in (attributes | changes).items()}
    return a_record(data, headers | {"content-type": f"{content_type}; charset=utf-8"})


def test_both_modes_are_read_alike() -> None:
    assert READER.read(structured_value(in_binary_mode())) == READER.read(STRUCTURED)


def test_headers_beside_a_structured_event_change_nothing() -> None:
    headers = {"content-type": "Application/CloudEvents+JSON", "ce_specversion": "1.0"}

    assert structured_value(a_record(STRUCTURED, headers)) == STRUCTURED


DATA = orjson.loads(STRUCTURED)["data"]


@pytest.mark.parametrize(
    "changes",
    [
        {"datacontenttype": "Application/JSON; charset=UTF-8"},
        {"traceparent": None, "dataschema": None},
        {"data": None, "data_base64": base64.b64encode(orjson.dumps(DATA)).decode()},
    ],
)
def test_other_valid_forms_of_an_event_are_read(changes: dict[str, str | None]) -> None:
    written = orjson.dumps(orjson.loads(STRUCTURED) | changes)

    event = READER.read(written)

    assert event
    assert (event.id, event.data) == ("m1", EVENT)


@pytest.mark.parametrize("encoded", ["", "%%", base64.b64encode(b"{").decode(), None])
def test_data_that_cannot_be_decoded_are_missing(encoded: str | None) -> None:
    event = {**orjson.loads(STRUCTURED), "data_base64": encoded}
    del event["data"]

    with pytest.raises(Invalid, match="data: Field required"):
        READER.read(orjson.dumps(event))


def test_headers_of_other_programs_change_nothing() -> None:
    record = a_record(STRUCTURED, {"traceparent": "00-1-2-03", "content-type": "text/plain"})

    assert structured_value(record) == STRUCTURED


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (in_binary_mode(subject="u2"), "subject 'u2' is not the subject of the data"),
        (in_binary_mode(specversion="0.3"), "specversion"),
        (a_record(b"{", {"ce_specversion": "1.0", "ce_type": EVENT.type}), "Invalid JSON"),
    ],
)
def test_a_message_that_cannot_be_read_is_refused_with_the_reason(
    record: ConsumerRecord, reason: str
) -> None:
    with pytest.raises(Invalid, match=reason):
        READER.read(structured_value(record), strict=True)
