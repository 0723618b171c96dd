"""Kafka and MongoDB from their official images, started by testcontainers."""

import asyncio
import contextlib
import gc
import warnings
from typing import Self

from docker.errors import DockerException  # type: ignore[import-untyped]  # ships no types
from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

KAFKA_IMAGE = "apache/kafka:4.4.0"
MONGO_IMAGE = "mongo:8"
READY_WITHIN_SECONDS = 90
LAUNCH_SCRIPT = "/tmp/launch.sh"  # noqa: S108  # inside the container
INITIATE = (
    "rs.initiate({_id: 'rs0', members: [{_id: 0, host: 'localhost:27017'}]});"
    "while (!db.hello().isWritablePrimary) sleep(50)"
)


def why_no_containers() -> str | None:
    """One sentence if no Docker engine answers, else None."""
    # docker-py forgets its socket when nobody listens.
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        refusal = _refusal()
        gc.collect()
    return refusal


def _refusal() -> str | None:
    try:
        client = DockerClient().client
        with contextlib.closing(client):
            client.ping()
    except (DockerException, OSError) as error:
        return f"no Docker engine answers (DOCKER_HOST says where it is): {error}"
    return None


class ApacheKafka(DockerContainer):
    """One broker in KRaft mode.

    testcontainers' own class speaks only the layout of Confluent's images.
    """

    def __init__(self, image: str = KAFKA_IMAGE) -> None:
        super().__init__(image)
        self.with_exposed_ports(9092)
        self.with_envs(
            KAFKA_HEAP_OPTS="-Xms128m -Xmx384m",
            KAFKA_NODE_ID="1",
            KAFKA_PROCESS_ROLES="broker,controller",
            KAFKA_CONTROLLER_QUORUM_VOTERS="1@localhost:9093",
            KAFKA_CONTROLLER_LISTENER_NAMES="CONTROLLER",
            KAFKA_INTER_BROKER_LISTENER_NAME="BROKER",
            KAFKA_LISTENERS="PLAINTEXT://:9092,CONTROLLER://:9093,BROKER://:9094",
            KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=(
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,BROKER:PLAINTEXT"
            ),
            KAFKA_AUTO_CREATE_TOPICS_ENABLE="false",
            KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS="0",
            KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS="4",
            KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR="1",
            KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR="1",
            KAFKA_TRANSACTION_STATE_LOG_MIN_ISR="1",
        )
        # Docker chooses the port to advertise when it starts: the broker waits to be told.
        wait = f"until [ -s {LAUNCH_SCRIPT} ]; do sleep 0.05; done; exec bash {LAUNCH_SCRIPT}"
        self.with_command(["sh", "-c", wait])

    @property
    def bootstrap(self) -> str:
        return f"{self.get_container_host_ip()}:{self.get_exposed_port(9092)}"

    def start(self) -> Self:
        super().start()
        advertised = f"PLAINTEXT://{self.bootstrap},BROKER://localhost:9094"
        script = f"export KAFKA_ADVERTISED_LISTENERS={advertised}\nexec /etc/kafka/docker/run\n"
        self.copy_into_container(script.encode(), LAUNCH_SCRIPT)
        _log_has("Kafka Server started").wait_until_ready(self)
        return self


class MongoReplicaSet(DockerContainer):
    """One member, because transactions need a replica set."""

    def __init__(self, image: str = MONGO_IMAGE) -> None:
        super().__init__(image)
        self.with_exposed_ports(27017)
        self.with_command(["--replSet", "rs0", "--wiredTigerCacheSizeGB", "0.25"])
        self.waiting_for(_log_has("Waiting for connections"))

    @property
    def url(self) -> str:
        # Direct, because the member's own name for itself means nothing outside of its container.
        address = f"{self.get_container_host_ip()}:{self.get_exposed_port(27017)}"
        return f"mongodb://{address}/?directConnection=true"

    def start(self) -> Self:
        super().start()
        answer = self.exec(["mongosh", "--quiet", "--eval", INITIATE])
        if answer.exit_code:
            raise RuntimeError(f"the replica set was refused: {answer.output.decode()}")
        return self


class ContainerEngines:
    """The engines in containers; the same surface as the embedded ones."""

    name = "containers"
    kafka_idempotence = True
    kafka_bootstrap: str
    mongo_url: str

    def __init__(self) -> None:
        self._kafka = ApacheKafka()
        self._mongo = MongoReplicaSet()

    async def start(self) -> None:
        """Both side by side; if one fails, none is left behind."""
        starts = [asyncio.to_thread(each.start) for each in (self._kafka, self._mongo)]
        # A thread cannot be stopped half-way: what it starts is known only when it has returned.
        outcomes = await asyncio.gather(*starts, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                await self.stop()
                raise outcome
        self.kafka_bootstrap = self._kafka.bootstrap
        self.mongo_url = self._mongo.url

    async def stop(self) -> None:
        """Removes the containers with their volumes."""
        await asyncio.to_thread(self._kafka.stop)
        await asyncio.to_thread(self._mongo.stop)


def _log_has(words: str) -> LogMessageWaitStrategy:
    strategy = LogMessageWaitStrategy(words)
    return strategy.with_startup_timeout(READY_WITHIN_SECONDS).with_poll_interval(0.1)
