"""Makes the `.dlq` topic of an agency that joins later."""

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from shared.plumbing.core.failures import Retryable
from shared.plumbing.dead_letters.dead_letter import SUFFIX
from shared.plumbing.kafka.publisher import MAX_REQUEST_BYTES


async def make_sure(bootstrap: str, original: str) -> None:
    """Create `<original>.dlq` if it is missing. Several replicas may do so at once.

    Topics in `deploy/platform.yaml` have one from the start. On a later topic, the first bad
    message would otherwise stop its partition for ever.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        topic = f"{original}{SUFFIX}"
        if topic not in await admin.list_topics():
            (described,) = await admin.describe_topics([original])
            copies = len(described["partitions"][0]["replicas"])  # as safe as the original
            kept = {"retention.ms": "-1", "max.message.bytes": str(MAX_REQUEST_BYTES)}
            await admin.create_topics([NewTopic(topic, 1, copies, topic_configs=kept)])
    except KafkaError as error:
        raise Retryable(f"Kafka is away: {error!r}") from error
    finally:
        await admin.close()
