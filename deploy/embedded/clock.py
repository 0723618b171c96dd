"""Time as a service: the offset of the platform's clock, published and remembered."""

import json
from datetime import timedelta

from aiokafka import AIOKafkaProducer

from deploy.embedded.places import Places, write_whole
from deploy.topics import CLOCK

KEY = b"clock"


async def publish_offset(bootstrap: str, offset: timedelta) -> None:
    record = json.dumps({"offset_seconds": offset.total_seconds()}).encode()
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await producer.start()
    try:
        await producer.send_and_wait(CLOCK, record, key=KEY)
    finally:
        await producer.stop()


def save_offset(places: Places, offset: timedelta) -> None:
    """Keep the offset in the data folder, because the stand-in broker forgets it."""
    text = json.dumps({"offset_seconds": offset.total_seconds()}) + "\n"
    write_whole(places.clock_file, text)


def saved_offset(places: Places) -> timedelta | None:
    if not places.clock_file.exists():
        return None
    saved = json.loads(places.clock_file.read_text())
    return timedelta(seconds=float(saved["offset_seconds"]))
