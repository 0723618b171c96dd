"""A message that can never succeed is kept, can be looked at, and goes back as it came."""

from datetime import UTC, datetime

import pytest
from aiokafka import ConsumerRecord

from shared.plumbing.core.kafka_server import KafkaServer
from shared.plumbing.dead_letters import PORTION, OpenDeadLetters, open_dead_letters
from tests.integration.plumbing.post import Post

pytestmark = pytest.mark.engines

NOT_TEXT = b"\xff\xfe\x00"
ODD_HEADERS = (("content-type", NOT_TEXT), ("empty", None), ("sentra-reason", b"not ours"))


async def test_a_dead_letter_says_what_where_when_and_why(
    post: Post, opened: OpenDeadLetters
) -> None:
    began = datetime.now(UTC)
    await post.bury_text(b"first", b"second")

    first, second = await post.list_open(opened)

    assert (second.topic, second.partition, second.offset) == (post.topic, 0, 1)
    assert (second.reason, second.attempts, second.group) == ("no such thing", 3, "endorsement")
    assert 0 <= (datetime.fromisoformat(second.at) - began).total_seconds() < 60
    assert (second.key, second.value, second.is_whole) == (b"umkm-1", b"second", True)
    assert [first.id, second.id] == [f"{post.topic}/0/0", f"{post.topic}/0/1"]
    assert (await opened.count())[f"{post.topic}.dlq"] == 2


@pytest.mark.parametrize(
    ("key", "value", "headers"),
    [
        (b"umkm-1", b'{"specversion": "1.0"}', ()),
        (NOT_TEXT, NOT_TEXT, ODD_HEADERS),
        (None, b"without a key", ODD_HEADERS[:1]),
        (b"umkm-1", None, ()),
        (b"umkm-1", b"x" * 2_000_000, ()),
    ],
    ids=["plain", "bytes that are no text", "no key", "tombstone", "two megabytes"],
)
async def test_what_is_sent_again_is_the_original_byte_for_byte(
    post: Post,
    opened: OpenDeadLetters,
    key: bytes | None,
    value: bytes | None,
    headers: tuple[object, ...],
) -> None:
    await post.send(key, value, headers)
    await post.bury((await post.records(1))[0])

    await opened.redrive(post.publisher, await post.list_open(opened))

    came, again = await post.records(2)
    assert (came.key, came.value, came.headers) == (key, value, headers)
    assert (again.key, again.value, again.headers) == (key, value, headers)
    assert await post.list_open(opened) == []


async def test_a_dead_letter_that_dies_again_is_a_new_dead_letter_with_the_new_reason(
    post: Post, opened: OpenDeadLetters
) -> None:
    await post.bury_text(b"once")
    await opened.redrive(post.publisher, await post.list_open(opened))

    await post.bury((await post.records(2))[1], reason="still no such thing")

    (again,) = await post.list_open(opened)
    assert (again.reason, again.offset, again.headers) == ("still no such thing", 1, ())


async def test_one_dead_letter_out_of_the_middle_leaves_the_others_open(
    post: Post, opened: OpenDeadLetters
) -> None:
    await post.bury_text(b"a", b"b", b"c", b"d")
    dead_letters = await post.list_open(opened)

    await opened.redrive(post.publisher, [dead_letters[2]])
    await opened.close([dead_letters[0]])

    async with open_dead_letters(KafkaServer(post.engines.kafka_bootstrap)) as another:
        left = await post.list_open(another)
        assert [dead_letter.value for dead_letter in left] == [b"b", b"d"]
        assert (await another.count())[f"{post.topic}.dlq"] == 2
    assert [record.value for record in await post.records(5)][4:] == [b"c"]


async def test_a_record_of_nothing_at_all_is_kept_too(post: Post, opened: OpenDeadLetters) -> None:
    await post.send(None, None)

    await post.bury((await post.records(1))[0])

    (dead_letter,) = await post.list_open(opened)
    assert not dead_letter.is_whole
    with pytest.raises(ValueError, match="only be discarded"):
        await opened.redrive(post.publisher, [dead_letter])


async def test_a_record_that_is_too_large_to_keep_does_not_stop_its_partition(
    post: Post, opened: OpenDeadLetters
) -> None:
    size = 20_000_000
    record = ConsumerRecord(
        *(post.topic, 0, 7, 0, 0, b"umkm-1", b"z" * size, None, 6, size, (("a", b"b"),))
    )

    await post.bury(record)

    (dead_letter,) = await post.list_open(opened)
    assert (dead_letter.key, dead_letter.offset, dead_letter.is_whole) == (b"umkm-1", 7, False)
    assert dead_letter.value
    assert dead_letter.left_out > size - len(dead_letter.value)


async def test_a_record_that_somebody_else_put_there_is_shown_as_it_is(
    post: Post, opened: OpenDeadLetters
) -> None:
    headers = (("sentra-partition", b"north"),)
    await post.publisher.send(f"{post.topic}.dlq", b"k", b"v", headers)

    (dead_letter,) = await post.list_open(opened)

    assert (dead_letter.topic, dead_letter.partition, dead_letter.reason) == (post.topic, -1, "")
    assert dead_letter.headers == headers


async def test_any_number_of_dead_letters_is_dealt_with_in_portions_that_fit_into_memory(
    post: Post, opened: OpenDeadLetters
) -> None:
    count = 2 * PORTION + 10
    await post.bury_text(*(str(n).encode() for n in range(count)))

    dealt: list[bytes | None] = []
    async for portion in opened.portions(post.topic):
        assert len(portion) <= PORTION
        await opened.close(portion)
        dealt += [dead_letter.value for dead_letter in portion]

    assert dealt == [str(n).encode() for n in range(count)]
    assert await post.list_open(opened) == []


async def test_dead_letters_are_found_by_their_ids_and_no_others_are_read(
    post: Post, opened: OpenDeadLetters
) -> None:
    await post.bury_text(b"a", b"b", b"c")
    await opened.close([dead_letter async for dead_letter in opened.find([f"{post.topic}/0/1"])])

    ids = [f"{post.topic}/0/{position}" for position in (2, 0, 2)]
    assert [dead_letter.value async for dead_letter in opened.find(ids)] == [b"c", b"a"]
    for unknown in (f"{post.topic}/0/1", f"{post.topic}/0/3", f"{post.topic}/9/0", "a/b", "a/0/-1"):
        with pytest.raises(ValueError, match=f"called {unknown}"):
            await anext(opened.find([unknown]))
