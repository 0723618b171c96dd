"""What the tests of the plumbing need on real engines."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from shared.plumbing.core.kafka_server import KafkaServer
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.dead_letters import OpenDeadLetters, open_dead_letters
from shared.plumbing.kafka.publisher import MAX_REQUEST_BYTES, KafkaPublisher
from tests.integration.plumbing.post import Post
from tests.support.engines import Engines


@pytest.fixture
async def post(engines: Engines) -> AsyncIterator[Post]:
    topic = f"test.letters-{uuid4().hex[:8]}.v1"
    large = {"max.message.bytes": str(MAX_REQUEST_BYTES)}
    admin = AIOKafkaAdminClient(bootstrap_servers=engines.kafka_bootstrap)
    await admin.start()
    new = [NewTopic(name, 1, 1, topic_configs=large) for name in (topic, f"{topic}.dlq")]
    await admin.create_topics(new)
    publisher = KafkaPublisher(
        ServiceSettings(
            kafka_bootstrap=engines.kafka_bootstrap, kafka_idempotence=engines.kafka_idempotence
        )
    )
    yield Post(topic, engines, publisher)
    await publisher.stop()
    await admin.delete_topics([topic, f"{topic}.dlq"])
    await admin.close()


@pytest.fixture
async def opened(post: Post) -> AsyncIterator[OpenDeadLetters]:
    async with open_dead_letters(KafkaServer(post.engines.kafka_bootstrap)) as dead_letters:
        yield dead_letters
