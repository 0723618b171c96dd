"""The embedded platform survives the death of anything, and leaves nothing behind."""

import asyncio
import json
import signal
import smtplib
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from mailbox import Maildir
from pathlib import Path
from typing import Any

import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from pymongo import MongoClient

from deploy.embedded.errors import DataFolderBusy
from deploy.embedded.places import ROOT, Places
from deploy.embedded.platform import Platform
from deploy.embedded.state import Broker, Phase, PlatformState, is_running, read_state
from deploy.topics import CLOCK, all_topics, ensure_topics
from shared.plumbing.core.kafka_server import KafkaServer
from tests.integration.embedded.waiting import until
from tests.support.waiting import until as until_asked

pytestmark = [pytest.mark.engines, pytest.mark.slow]
TOPIC = "intake.round.v1"


@pytest.fixture(scope="module")
async def platform(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Platform]:
    data = tmp_path_factory.mktemp("platform")
    async with Platform.open(data, services=(), usual_ports=False) as opened:
        yield opened


async def test_a_killed_broker_comes_back_with_what_it_acknowledged(platform: Platform) -> None:
    await publish(platform.kafka_bootstrap, b"before")

    platform.kill("kafka")
    await until(lambda: restarts_of(platform, "kafka") == 1 and is_ready(platform, "kafka"))

    await publish(platform.kafka_bootstrap, b"after")
    assert await read(platform.kafka_bootstrap, TOPIC) == [b"before", b"after"]


async def test_a_killed_database_comes_back_with_what_it_acknowledged(platform: Platform) -> None:
    save(platform.mongo_url, "before")

    platform.kill("mongod")
    await until(lambda: restarts_of(platform, "mongod") == 1 and is_ready(platform, "mongod"))

    save(platform.mongo_url, "after")
    assert saved(platform.mongo_url) == ["after", "before"]


async def test_every_topic_is_there_and_asking_twice_changes_nothing(platform: Platform) -> None:
    assert await ensure_topics(KafkaServer(platform.kafka_bootstrap)) == []

    async with consumer(platform.kafka_bootstrap) as asking:
        topics = await asking.topics()
    assert {topic.name for topic in all_topics()} <= topics


async def test_nobody_else_on_the_machine_reads_what_is_kept(platform: Platform) -> None:
    kept = [platform.places.data, *platform.places.data.rglob("*")]

    open_to_others = [path for path in kept if path.is_file() and path.stat().st_mode & 0o077]

    assert not open_to_others
    assert platform.places.data.stat().st_mode & 0o777 == 0o700


async def test_a_second_launcher_on_the_same_folder_is_refused(platform: Platform) -> None:
    with pytest.raises(DataFolderBusy, match="already runs"):
        async with Platform.open(platform.places.data, services=()):
            pass


async def test_a_message_is_on_the_disk_when_the_inbox_accepts_it(platform: Platform) -> None:
    assert platform.smtp_port is not None

    await asyncio.to_thread(send_mail, platform.smtp_port)

    (message,) = Maildir(platform.places.mail)
    assert message["Subject"] == "Pengingat"
    assert message["Delivered-To"] == "dinas@medan.example"


async def test_the_clock_that_was_set_is_published_and_remembered(platform: Platform) -> None:
    await platform.set_clock(timedelta(days=30))

    newest = (await read(platform.kafka_bootstrap, CLOCK))[-1]
    assert json.loads(newest) == {"offset_seconds": 30 * 86_400.0}


async def test_nothing_stays_when_the_launcher_is_killed_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    launcher, state = await launch(tmp_path)
    await publish(state.kafka_bootstrap, b"before")
    save(state.mongo_url, "before")

    launcher.send_signal(signal.SIGKILL)
    await launcher.wait()
    await until(lambda: not any(is_alive(program.pid) for program in state.programs))
    assert not is_running(Places.of(tmp_path))

    # Another program has taken the ports meanwhile: the platform moves with its data.
    Places.of(tmp_path).ports_file.unlink()
    launcher, state = await launch(tmp_path)
    assert await read(state.kafka_bootstrap, TOPIC) == [b"before"]
    assert saved(state.mongo_url) == ["before"]
    await end(launcher)


async def test_ctrl_c_in_the_middle_of_the_start_leaves_nothing_behind(tmp_path: Path) -> None:
    launcher = await start_launcher(tmp_path)
    places = Places.of(tmp_path)
    await until(lambda: places.state_file.exists() and bool(pids(places)))
    started = pids(places)

    launcher.send_signal(signal.SIGINT)

    assert await asyncio.wait_for(launcher.wait(), 60) == 130
    assert not any(is_alive(pid) for pid in started | pids(places))


async def test_a_broker_folder_left_half_formatted_is_formatted_again(tmp_path: Path) -> None:
    (tmp_path / "kafka.new").mkdir()
    (tmp_path / "kafka.new" / "bootstrap.checkpoint").write_bytes(b"half")

    async with Platform.open(tmp_path, services=(), smtp=False, usual_ports=False) as platform:
        await publish(platform.kafka_bootstrap, b"first")


async def test_the_stand_in_broker_gets_its_topics_and_the_time_again_after_a_death(
    tmp_path: Path,
) -> None:
    async with Platform.open(
        tmp_path, broker=Broker.TANSU, services=(), smtp=False, usual_ports=False
    ) as platform:
        await platform.set_clock(timedelta(hours=1))
        platform.kill("tansu")
        await until(lambda: restarts_of(platform, "tansu") == 1 and is_ready(platform, "tansu"))

        await platform.set_clock(timedelta(hours=2))

        async def is_told() -> bool:  # the stand-in may tell of a new record a little later
            records = await read(platform.kafka_bootstrap, CLOCK)
            return bool(records) and json.loads(records[-1])["offset_seconds"] == 7200.0

        await until_asked("the time is told again", is_told)


def test_ports_are_kept_with_the_data(platform: Platform) -> None:
    kept = json.loads(platform.places.ports_file.read_text())

    assert platform.kafka_bootstrap.endswith(f":{kept['kafka']}")


def consumer(bootstrap: str) -> AIOKafkaConsumer:
    return AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)


async def publish(bootstrap: str, value: bytes) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        await producer.send_and_wait(TOPIC, value, partition=0)


async def read(bootstrap: str, topic: str) -> list[bytes]:
    """Everything in the first partition."""
    partition = TopicPartition(topic, 0)
    async with consumer(bootstrap) as reading:
        reading.assign([partition])
        await reading.seek_to_beginning()
        end_offset = (await reading.end_offsets([partition]))[partition]
        values: list[bytes] = []
        while await reading.position(partition) < end_offset:
            values.append((await reading.getone()).value)
    return values


def save(url: str, name: str) -> None:
    with MongoClient[dict[str, Any]](url) as client:
        client.test.things.insert_one({"_id": name})


def saved(url: str) -> list[str]:
    with MongoClient[dict[str, Any]](url) as client:
        return sorted(each["_id"] for each in client.test.things.find())


def send_mail(port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        text = "Subject: Pengingat\r\n\r\nSurat rekomendasi belum kami terima.\r\n"
        client.sendmail("sentra@sumut.example", ["dinas@medan.example"], text)


async def start_launcher(data: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.integration.embedded.launching", str(data), "kafka"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )


async def launch(data: Path) -> tuple[asyncio.subprocess.Process, PlatformState]:
    launcher = await start_launcher(data)
    assert launcher.stdout is not None
    line = await asyncio.wait_for(launcher.stdout.readline(), 90)
    return launcher, PlatformState.model_validate_json(line)


async def end(launcher: asyncio.subprocess.Process) -> None:
    launcher.send_signal(signal.SIGTERM)
    await asyncio.wait_for(launcher.wait(), 60)


def pids(places: Places) -> set[int]:
    state = read_state(places)
    return {program.pid for program in state.programs if program.pid} if state else set()


def is_alive(pid: int | None) -> bool:
    if pid is None or not psutil.pid_exists(pid):
        return False
    return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def restarts_of(platform: Platform, name: str) -> int:
    return next(each.restarts for each in platform.state().programs if each.name == name)


def is_ready(platform: Platform, name: str) -> bool:
    phases = {each.name: each.phase for each in platform.state().programs}
    return phases[name] is Phase.READY
