"""The addresses of the embedded platform, and the agencies beside it."""

import asyncio
import os
import sys

from aiokafka import AIOKafkaConsumer

from deploy.embedded.children import Program
from deploy.embedded.local_http import HOST
from deploy.embedded.places import ROOT
from deploy.embedded.platform import Platform
from deploy.services import service_names
from shared.contracts.endorsement import BallotOpened
from story.platform import AGENCIES, StoryPlatform
from story.reconcile.topics import list_partitions


def story_platform(platform: Platform) -> StoryPlatform:
    urls = {name: f"http://{HOST}:{platform.http_port(name)}" for name in service_names()}
    return StoryPlatform(
        kafka=platform.kafka_bootstrap,
        mongo_url=platform.mongo_url,
        services=urls,
        mail=platform.places.mail,
        sink=platform.places.sink,
        book=platform.places.run,
        token=lambda account: platform.accounts.token(*account),
        move_clock=platform.set_clock,
    )


async def start_agencies(platform: Platform) -> None:
    """Each a process of its own under the same supervisor: started again when it dies."""
    for agency in AGENCIES:
        await platform.add(_agency(agency, platform.kafka_bootstrap))


async def end_agencies(platform: Platform) -> None:
    """Let newcomers vote in their place: the same groups begin with what is opened from now on."""
    await asyncio.gather(*(platform.remove(_name_of(agency)) for agency in AGENCIES))
    kafka = platform.kafka_bootstrap
    ballots = [each for each in await list_partitions(kafka) if each.topic == BallotOpened.topic]
    for agency in AGENCIES:
        group = _name_of(agency)
        async with AIOKafkaConsumer(
            bootstrap_servers=kafka, group_id=group, enable_auto_commit=False
        ) as consumer:
            consumer.assign(ballots)
            await consumer.commit(await consumer.end_offsets(ballots))


def how_to_vote(platform: Platform) -> str:
    """Return the commands of a newcomer, with the addresses of this platform."""
    intake = f"INTAKE=http://{HOST}:{platform.http_port('intake')}"
    agency = f"KAFKA={platform.kafka_bootstrap} AGENCY={AGENCIES[1]}"
    return (
        "The agencies of the demo have left. To vote yourself, open a second terminal:\n"
        f"  {intake} .venv/bin/python examples/agency/recommend.py\n"
        f"  {agency} .venv/bin/python examples/agency/client.py"
    )


def _name_of(agency: str) -> str:
    """The name of its program, and of its group in Kafka."""
    return f"agency-{agency}"


def _agency(agency: str, kafka: str) -> Program:
    module = "-P", "-m", "examples.agency", "--agency", agency, "--kafka", kafka
    return Program(
        name=_name_of(agency),
        port=0,  # it serves nobody
        command=(sys.executable, *module),
        environment=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        is_ready=_at_once,
        stop_within=5.0,
    )


async def _at_once() -> bool:
    """Nobody has to wait for an agency: what it has not read yet waits for it."""
    return True
