"""Makes the `.dlq` topic of an agency that joins later."""

from collections.abc import Iterable

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from shared.contracts.registry import erasable_topics
from shared.plumbing.core.failures import Retryable, in_short
from shared.plumbing.core.kafka_server import KafkaServer
from shared.plumbing.dead_letters.dead_letter import SUFFIX
from shared.plumbing.kafka.publisher import MAX_REQUEST_BYTES

ALREADY_EXISTS = 36  # Kafka's code
ERASABLE_KEPT_DAYS = 30
"""Dead letters of erasable messages are kept for so long, see `deploy/platform.yaml`."""
MILLISECONDS_OF_A_DAY = 24 * 60 * 60 * 1000


async def make_sure(kafka: KafkaServer, original: str) -> None:
    """Create `<original>.dlq` if it is missing. Several replicas may do so at once.

    Topics in `deploy/platform.yaml` have one from the start. On a later topic, the first bad
    message would otherwise stop its partition for ever.
    """
    admin = AIOKafkaAdminClient(**kafka.client())
    try:
        await admin.start()
        topic = f"{original}{SUFFIX}"
        if topic not in await admin.list_topics():
            (described,) = await admin.describe_topics([original])
            copies = len(described["partitions"][0]["replicas"])  # as safe as the original
            new = NewTopic(topic, 1, copies, topic_configs=settings_for(original))
            require_created((await admin.create_topics([new])).topic_errors)
    except KafkaError as error:
        raise Retryable(f"Kafka is away: {in_short(error)}") from error
    finally:
        await admin.close()


def settings_for(original: str) -> dict[str, str]:
    """The Kafka configuration of the dead letters of this topic."""
    is_erasable = original in erasable_topics()
    kept_ms = ERASABLE_KEPT_DAYS * MILLISECONDS_OF_A_DAY if is_erasable else -1
    return {"retention.ms": str(kept_ms), "max.message.bytes": str(MAX_REQUEST_BYTES)}


def require_created(answers: Iterable[tuple[str, int, str | None]]) -> None:
    """Raises Retryable if Kafka refused: the client returns errors and does not raise them."""
    for topic, code, message in answers:
        if code not in {0, ALREADY_EXISTS}:
            raise Retryable(f"Kafka refused to create {topic}: {message or code}")
