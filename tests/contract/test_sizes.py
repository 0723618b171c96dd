"""A message has one largest size, and each document names it."""

import re

import pytest
import yaml

from cli.docs import FOLDER
from cli.events.sources import ROOT
from deploy.topics import Topic, all_topics
from shared.contracts.envelope import MAX_MESSAGE_BYTES
from shared.plumbing.kafka.publisher import MAX_REQUEST_BYTES

PLACES = ("docs/events/asyncapi.yaml", "docs/events/index.html", "examples/agency/README.md")
SIZE = re.compile(r"[Aa]\s+message\s+has\s+at\s+most\s+([\d,]+)\s+bytes")
BATCH_OF_LIBRDKAFKA = 1_000_000


@pytest.mark.parametrize("place", PLACES)
def test_a_document_names_the_largest_message(place: str) -> None:
    sizes = SIZE.findall((ROOT / place).read_text(encoding="utf-8"))

    assert sizes == [f"{MAX_MESSAGE_BYTES:,}"]


def test_asyncapi_shows_no_limit_of_batches_for_one_of_messages() -> None:
    channels = yaml.safe_load((FOLDER / "asyncapi.yaml").read_text())["channels"].values()

    settings = [channel["bindings"]["kafka"]["topicConfiguration"] for channel in channels]

    assert settings
    assert not [each for each in settings if "max.message.bytes" in each]


@pytest.mark.parametrize("topic", all_topics(), ids=lambda topic: topic.name)
def test_a_topic_takes_the_largest_message_and_the_usual_batch_of_a_client(topic: Topic) -> None:
    largest = int(topic.settings(replication=1)["max.message.bytes"])

    assert MAX_MESSAGE_BYTES < BATCH_OF_LIBRDKAFKA < largest <= MAX_REQUEST_BYTES
