"""The topic itself says what was erased."""

import pytest

from shared.plumbing.core.kafka_server import KafkaServer
from shared.plumbing.kafka.replaying import erased_on
from tests.integration.plumbing.post import Post

pytestmark = pytest.mark.engines


async def test_erased_is_whose_newest_record_is_empty(post: Post) -> None:
    for key, value in [
        (b"here", b"1"),
        (b"gone", b"1"),
        (b"came-back", None),
        (b"gone", None),
        (b"came-back", b"2"),
    ]:
        await post.send(key, value)

    assert await erased_on(KafkaServer(post.engines.kafka_bootstrap), post.topic) == {"gone"}


async def test_nothing_is_erased_on_an_empty_topic(post: Post) -> None:
    assert await erased_on(KafkaServer(post.engines.kafka_bootstrap), post.topic) == set()
