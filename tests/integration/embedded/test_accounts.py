"""Kafka with accounts: the rights that `./sentra agency add` gives are enough, and no more."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import NewTopic
from aiokafka.errors import GroupAuthorizationFailedError, TopicAuthorizationFailedError

from deploy.accounts import grants_of
from tests.integration.endorsement.messages import BALLOTS, a_recommendation, a_vote, votes_of
from tests.integration.endorsement.outsiders import running
from tests.support.clients import client_in
from tests.support.secured import Secured, secured_kafka

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(240)]
CONTACTS = "intake.contact.v1"
OPENED = b"""{"id": "b1", "type": "endorsement.ballot-opened.v1", "data": {"umkm_id": "u1",
 "business_name": "Kopi", "agencies": ["bi"], "due_at": "2026-12-08T00:00:00Z"}}"""


@pytest.fixture(scope="module")
async def kafka(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Secured]:
    folder = tmp_path_factory.mktemp("secured")
    async with secured_kafka(folder, ["agency-bi", "agency-karantina"]) as broker:
        async with broker.admin() as admin:
            topics = [votes_of("bi"), votes_of("karantina"), BALLOTS, CONTACTS]
            await admin.create_topics([NewTopic(name, 1, 1) for name in topics])
        for agency in ("bi", "karantina"):
            await broker.allow(f"agency-{agency}", grants_of(agency))
        yield broker


async def write(kafka: Secured, account: str, topic: str, value: bytes) -> None:
    async with AIOKafkaProducer(acks="all", **kafka.account(account)) as producer:
        await producer.send_and_wait(topic, value)


async def newest(kafka: Secured, account: str, topic: str) -> int:
    where = TopicPartition(topic, 0)
    async with AIOKafkaConsumer(**kafka.account(account)) as consumer:
        consumer.assign([where])
        await consumer.getmany(timeout_ms=500)
        return int((await consumer.end_offsets([where]))[where])


@pytest.mark.parametrize("language", ["python", "go"])
async def test_an_agency_votes_with_its_account_as_the_client_of_the_kit_does(
    kafka: Secured, tmp_path: Path, language: str
) -> None:
    command = await client_in(language, tmp_path)
    await write(kafka, "admin", BALLOTS, OPENED)
    before = await newest(kafka, "admin", votes_of("bi"))

    password = kafka.passwords["agency-bi"]
    account = {"AGENCY": "bi", "KAFKA_TLS": "off", "KAFKA_PASSWORD": password}
    group = f"agency-bi.{language}"
    async with running(command, kafka.bootstrap, **account, GROUP=group) as client:
        await client.says("voted", "u1", "need-info")

    assert await newest(kafka, "admin", votes_of("bi")) == before + 1


async def test_an_agency_cannot_write_on_the_topic_of_another_nor_speak_as_the_platform(
    kafka: Secured,
) -> None:
    vote, forged = a_vote("u1", "karantina").value, a_recommendation("u1").value
    before = await newest(kafka, "admin", BALLOTS)

    for topic, value in ((votes_of("karantina"), vote), (BALLOTS, forged)):
        with pytest.raises(TopicAuthorizationFailedError):
            await write(kafka, "agency-bi", topic, value or b"")

    await write(kafka, "agency-karantina", votes_of("karantina"), vote or b"")
    assert await newest(kafka, "admin", votes_of("karantina")) == 1
    assert await newest(kafka, "admin", BALLOTS) == before


async def test_an_agency_sees_neither_personal_data_nor_the_topic_of_another(
    kafka: Secured,
) -> None:
    async with AIOKafkaConsumer(**kafka.account("agency-bi")) as consumer:
        assert await consumer.topics() == {BALLOTS, votes_of("bi")}


@pytest.mark.parametrize("group", ["agency-karantina", "agency-bi-medan", "endorsement"])
async def test_an_agency_cannot_enter_the_group_of_another(kafka: Secured, group: str) -> None:
    with pytest.raises(GroupAuthorizationFailedError):
        await read_in(kafka, "agency-bi", group)


async def read_in(kafka: Secured, account: str, group: str) -> None:
    consumer = AIOKafkaConsumer(BALLOTS, group_id=group, **kafka.account(account))
    try:
        await consumer.start()
        await consumer.getone()
    finally:
        await consumer.stop()
