"""`./sentra contract check` says what the services would say of a message, and where."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.checking import Remark, check
from cli.contract import check_
from cli.events.sources import EXAMPLES
from shared.contracts.registry import all_messages

VOTES = "endorsement.votes.bi.v1"


def a_vote(data: dict[str, Any] | None = None, **envelope: Any) -> bytes:
    vote = json.loads((EXAMPLES / "endorsement.cast-vote.v1.json").read_text())
    vote["data"] |= data or {}
    return json.dumps(vote | envelope).encode()


@pytest.mark.parametrize("name", all_messages())
def test_every_example_of_the_documents_keeps_the_contract(name: str) -> None:
    verdict = check((EXAMPLES / f"{name}.json").read_bytes())

    assert (verdict.type, verdict.faults, verdict.notes) == (name, (), ())


def test_every_fault_is_said_with_its_place() -> None:
    spoiled = a_vote({"choice": "perhaps", "score": 101, "scores": {"kualitas": "good"}}, id="")

    verdict = check(spoiled, VOTES)

    assert [fault.path for fault in verdict.faults] == [
        *("id", "data.choice", "data.score", "data.scores.kualitas"),
    ]
    assert "'endorse', 'reject', 'abstain' or 'need-info'" in verdict.faults[1].sentence


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (b'{"id": ', "Invalid JSON"),
        (b"\xff\xfe", "Invalid JSON"),
        (b"[1, 2]", "object"),
        (a_vote(type="endorsement.cast-vote.v2"), "unknown type 'endorsement.cast-vote.v2'"),
        (a_vote(dataschema="https://x.id/endorsement.cast-vote.v2.json"), "unknown schema"),
        (a_vote(subject="somebody-else"), "subject"),
        (a_vote({"reason": "m" * 1_000_000}), "bytes are over the limit"),
    ],
)
def test_what_is_wrong_with_the_whole_is_said_of_the_whole(value: bytes, sentence: str) -> None:
    [fault] = check(value).faults

    assert (fault.path, sentence in fault.sentence) == ("message", True)


def test_a_vote_that_is_dated_ahead_is_noted_because_it_will_be_refused() -> None:
    verdict = check(a_vote(time="2999-01-01T00:00:00Z"), VOTES)

    assert verdict.faults == ()
    assert [note.path for note in verdict.notes if "dated ahead" in note.sentence] == ["time"]


def test_an_agency_may_write_on_its_own_topic_alone() -> None:
    assert check(a_vote(), VOTES, "bi").faults == ()
    assert check(a_vote(), VOTES, "karantina").faults == (
        Remark("topic", "only agency-bi may write there, not agency-karantina"),
    )


def test_a_message_belongs_on_its_own_topic() -> None:
    recommended = (EXAMPLES / "intake.umkm-recommended.v1.json").read_bytes()

    [elsewhere] = check(recommended, VOTES).faults
    [nowhere] = check(b"{", "endorsement.votes.nobody.v1").faults[:1]

    assert elsewhere.path == "type"
    assert nowhere == Remark("topic", "the platform has no topic 'endorsement.votes.nobody.v1'")


def test_an_agency_in_the_payload_and_a_misspelt_field_are_noted() -> None:
    verdict = check(a_vote({"agency": "karantina", "scores": {"kualtas": 3}}), VOTES)

    assert verdict.faults == ()
    assert [note.path for note in verdict.notes] == [
        *("data.scores.kualtas", "data.agency", "topic"),
    ]


def test_the_answer_is_zero_one_or_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(a_vote())
    bad.write_bytes(b"{")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(a_vote())))

    assert check_(str(good), "-") == 0
    assert check_(str(good), str(bad)) == 1
    assert check_(str(good), str(tmp_path / "none.json")) == 2
    assert check_() == 2
    assert "1 of 2 messages keep the contract." in capsys.readouterr().out


def test_what_the_platform_takes_beside_the_schema_is_noted() -> None:
    vote = json.loads(a_vote(time=1_764_550_000))
    del vote["specversion"]

    verdict = check(json.dumps(vote).encode())

    assert not verdict.faults
    assert [note.path for note in verdict.notes] == ["specversion", "time"]
