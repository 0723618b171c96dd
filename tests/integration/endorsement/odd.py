"""Sends records whose header has a name that no text can be: other clients can, ours refuses."""

import time

from aiokafka import AIOKafkaProducer
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

from tests.integration.endorsement.messages import Sent

AS_TEXT = "\\xff\\xfe"


class Name(str):
    """Written as bytes that are not UTF-8."""

    __slots__ = ()

    def encode(self, _encoding: str = "", _errors: str = "") -> bytes:
        return b"\xff\xfe"


async def send_with_an_odd_header(bootstrap: str, *messages: Sent, codec: int) -> None:
    """As one batch, to partition 0."""
    builder = _DefaultRecordBatchBuilderPy(
        2,
        codec,
        is_transactional=0,
        producer_id=-1,
        producer_epoch=-1,
        base_sequence=0,
        batch_size=100_000,
    )
    for n, one in enumerate(messages):
        headers = [(Name("odd"), b"1"), ("none", None)]
        builder.append(n, int(time.time() * 1000), one.key, one.value, headers)
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    try:
        batch = producer.create_batch()
        batch._relative_offset = len(messages)
        batch.close()
        batch._buffer = builder.build()
        await (await producer.send_batch(batch, messages[0].topic, partition=0))
    finally:
        await producer.stop()
