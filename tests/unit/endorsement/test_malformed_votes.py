"""An agency is answered about the UMKM that its malformed vote names."""

from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from aiokafka import ConsumerRecord

from services.endorsement.handlers.ballots import turned_away
from services.endorsement.model.ballots import TurnAway
from shared.plumbing.kafka.binary_mode import structured_value

VOTE = {"umkm_id": "U1", "choice": "endorse"}


@dataclass(frozen=True)
class About:
    """What an agency writes."""

    subject: Any
    data: Any

    def structured(self) -> bytes:
        return orjson.dumps({"id": "v1", "subject": self.subject, "data": self.data})

    def binary(self) -> bytes:
        attributes = {"specversion": "1.0", "id": "v1", "subject": self.subject}
        headers = [(f"ce_{name}", str(text).encode()) for name, text in attributes.items()]
        value = orjson.dumps(self.data)
        record = ConsumerRecord("votes", 0, 3, 0, 0, b"U1", value, None, 2, len(value), headers)
        return structured_value(record) or b""


@pytest.mark.parametrize(
    "vote",
    [
        About("U2", VOTE),
        About("bi/votes/U1", VOTE),
        About("", VOTE),
        About("U1", {"umkm_id": 7}),
        About("U1", {}),
        About("U1", [VOTE]),
    ],
    ids=str,
)
def test_the_umkm_of_the_data_comes_before_the_one_of_the_subject(vote: About) -> None:
    for value in (vote.structured(), vote.binary()):
        answer = turned_away("bi", value, "why")

        assert answer
        assert answer.command == TurnAway("U1", "bi", "v1", "why")


@pytest.mark.parametrize("vote", [About("", {}), About("a b", None), About("?", {"umkm_id": 7})])
def test_a_vote_that_names_no_umkm_gets_no_answer(vote: About) -> None:
    assert turned_away("bi", vote.structured(), "why") is None
    assert turned_away("bi", vote.binary(), "why") is None
