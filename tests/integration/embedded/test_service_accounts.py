"""Each service has an account of its own on Kafka, with the rights that it needs and no more."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    KafkaConnectionError,
    TopicAuthorizationFailedError,
)
from pydantic import SecretStr

from cli.events.sources import a_service
from deploy.accounts import accounts
from deploy.services import service_names
from deploy.topics import ensure_topics
from shared.plumbing.core.kafka_server import KafkaSecurity, KafkaServer
from tests.integration.intake.office import a_request
from tests.support.doors import a_round, open_door
from tests.support.engines import Engines
from tests.support.secured import ADMIN, Secured, secured_kafka
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(240)]
AGENCIES = ("disperindag", "bi", "karantina")
Doors = dict[str, httpx.AsyncClient]


@pytest.fixture(scope="module")
async def kafka(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Secured]:
    folder = tmp_path_factory.mktemp("secured")
    async with secured_kafka(folder, accounts()) as broker:
        await ensure_topics(server_of(broker, ADMIN))
        for account, grants in accounts().items():
            await broker.allow(account, grants)
        yield broker


def server_of(kafka: Secured, account: str) -> KafkaServer:
    password = SecretStr(kafka.passwords[account])
    return KafkaServer(kafka.bootstrap, KafkaSecurity.SASL_PLAINTEXT, account, password)


async def started(stack: AsyncExitStack, engines: Engines, kafka: Secured, sink: Path) -> Doors:
    """All services, each with its own account."""
    doors: Doors = {}
    for name in service_names():
        settings: dict[str, Any] = {
            "kafka_bootstrap": kafka.bootstrap,
            "kafka_security": "SASL_PLAINTEXT",
            "kafka_user": name,
            "kafka_password": kafka.passwords[name],
            "mongo_url": engines.mongo_url,
            "jobs_every_seconds": 0.2,
            "relay_every_seconds": 0.2,
            **({"sink_dir": sink} if name == "notify" else {}),
        }
        doors[name] = await open_door(stack, a_service(name, **settings).app(), name)
    return doors


async def test_a_umkm_comes_from_its_district_to_its_mentor_with_an_account_for_each_service(
    engines: Engines, kafka: Secured, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        doors = await started(stack, engines, kafka, tmp_path)
        await sent(doors["intake"].post("/rounds", json=a_round("r-accounts")))
        posted = doors["intake"].post("/rounds/r-accounts/recommendations", json=a_request())
        umkm = (await sent(posted)).json()["umkm_id"]
        await there(doors["endorsement"], f"/ballots/{umkm}")
        for agency in AGENCIES:
            vote = {"umkm_id": umkm, "choice": "endorse", "score": 90}
            await sent(doors["endorsement"].post(f"/agencies/{agency}/votes", json=vote))
        await sent(doors["endorsement"].post("/priority-lists", json={"number": 1}))
        await sent(doors["endorsement"].post("/priority-lists/1/publish"))

        await there(doors["mentoring"], f"/journeys/{umkm}")
        await there(doors["notify"], f"/recipients/umkm:{umkm}")
        replayed = await sent(doors["intake"].post("/replay", params={"erasable": "true"}))
        events = (await doors["subscriptions"].get("/events")).json()["events"]

    assert replayed.json()["nomination"] > 0
    kinds = {event["type"] for event in events if event["subject"] == umkm}
    assert {"intake.umkm-recommended.v1", "mentoring.journey-started.v1"} <= kinds


async def sent(request: Any) -> httpx.Response:
    answer: httpx.Response = await request
    assert answer.is_success, answer.text
    return answer


async def there(door: httpx.AsyncClient, path: str) -> None:
    async def is_there() -> bool:
        return (await door.get(path)).is_success

    await until(f"{path} is there", is_there)


@pytest.mark.parametrize(
    ("account", "topic"),
    [
        ("intake", "endorsement.ballot.v1"),
        ("mentoring", "intake.nomination.v1"),
        ("endorsement", "endorsement.votes.bi.v1"),
        ("operations", "endorsement.votes.bi.v1"),
        ("agency-bi", "endorsement.votes.karantina.v1"),
        ("notify", "platform.clock.v1"),
    ],
)
async def test_nobody_writes_what_another_owns(kafka: Secured, account: str, topic: str) -> None:
    async with AIOKafkaProducer(**server_of(kafka, account).client()) as producer:
        with pytest.raises(TopicAuthorizationFailedError):
            await producer.send_and_wait(topic, b"{}")


@pytest.mark.parametrize(
    ("account", "topics"),
    [
        ("mentoring", {"intake.contact.v1", "endorsement.votes.bi.v1"}),
        ("subscriptions", {"intake.contact.v1", "notify.notice.v1"}),
        ("intake", {"endorsement.votes.bi.v1", "notify.notice.v1"}),
        ("notify", {"endorsement.votes.bi.v1"}),
        ("agency-bi", {"intake.contact.v1", "endorsement.votes.karantina.v1", "notify.notice.v1"}),
        ("agency-bi", {"intake.nomination.v1.dlq", "platform.clock.v1"}),
    ],
)
async def test_nobody_sees_what_is_not_for_it(
    kafka: Secured, account: str, topics: set[str]
) -> None:
    async with AIOKafkaConsumer(**server_of(kafka, account).client()) as consumer:
        seen = await consumer.topics()

    assert "intake.nomination.v1" in seen
    assert topics.isdisjoint(seen)


async def test_nobody_joins_the_group_of_another(kafka: Secured) -> None:
    account = server_of(kafka, "mentoring").client()
    consumer = AIOKafkaConsumer("intake.nomination.v1", group_id="endorsement", **account)

    with pytest.raises(GroupAuthorizationFailedError):
        await consumer.start()

    await consumer.stop()


async def test_without_an_account_nothing_answers(kafka: Secured) -> None:
    consumer = AIOKafkaConsumer(**KafkaServer(kafka.bootstrap).client(), request_timeout_ms=2_000)

    with pytest.raises(KafkaConnectionError):
        await consumer.start()
    await consumer.stop()
