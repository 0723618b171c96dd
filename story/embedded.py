"""The addresses of the embedded platform, and the agencies beside it."""

import os
import sys

from deploy.embedded.children import Program
from deploy.embedded.local_http import HOST
from deploy.embedded.places import ROOT
from deploy.embedded.platform import Platform
from deploy.services import service_names
from story.platform import AGENCIES, StoryPlatform


def story_platform(platform: Platform) -> StoryPlatform:
    urls = {name: f"http://{HOST}:{platform.http_port(name)}" for name in service_names()}
    return StoryPlatform(
        kafka=platform.kafka_bootstrap,
        mongo_url=platform.mongo_url,
        services=urls,
        mail=platform.places.mail,
        sink=platform.places.sink,
        book=platform.places.run,
        move_clock=platform.set_clock,
    )


async def start_agencies(platform: Platform) -> None:
    """Each a process of its own under the same supervisor: started again when it dies."""
    for agency in AGENCIES:
        await platform.add(_agency(agency, platform.kafka_bootstrap))


def _agency(agency: str, kafka: str) -> Program:
    module = "-P", "-m", "examples.agency", "--agency", agency, "--kafka", kafka
    return Program(
        name=f"agency-{agency}",
        port=0,  # it serves nobody
        command=(sys.executable, *module),
        environment=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        is_ready=_at_once,
        stop_within=5.0,
    )


async def _at_once() -> bool:
    """Nobody has to wait for an agency: what it has not read yet waits for it."""
    return True
