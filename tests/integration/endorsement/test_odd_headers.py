"""A header whose very name is not text: the broker takes it, so the service has to."""

from dataclasses import replace

import pytest

from tests.integration.endorsement.hall import Hall
from tests.integration.endorsement.messages import a_vote, kind
from tests.integration.endorsement.odd import AS_TEXT, send_with_an_odd_header

pytestmark = [pytest.mark.engines, pytest.mark.timeout(120)]


@pytest.mark.parametrize("codec", [0, 1, 3], ids=["plain", "gzip", "lz4"])
@pytest.mark.usefixtures("replica")
async def test_a_vote_with_a_header_name_that_is_not_text_counts_and_so_do_the_next(
    hall: Hall, codec: int
) -> None:
    odd, next_one = hall.umkm("odd", 2)
    good, bad = a_vote(odd, vote_id=f"good/{odd}"), replace(a_vote(odd, vote_id="bad"), value=b"{")

    await send_with_an_odd_header(hall.engines.kafka_bootstrap, good, bad, codec=codec)
    await hall.producer.send_and_wait(good.topic, a_vote(next_one).value, partition=0)

    facts = await hall.answered([odd, next_one], f"good/{odd}", f"bi/{next_one}")
    assert [kind(fact) for fact in facts] == ["vote-cast"] * 2
    [letter] = [each for each in await hall.letters(good.topic) if each.key == odd.encode()]
    assert (letter.value, letter.headers) == (b"{", ((AS_TEXT, b"1"), ("none", None)))
