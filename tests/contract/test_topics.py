"""The list of topics, with who may write and read them, is the one that the code lives by."""

import re

import pytest

from cli.events.sources import Fact, facts, subscriptions
from deploy.accounts import Operation, grants_of
from deploy.services import service_names
from deploy.topics import CLOCK, EVERYBODY, Topic, all_topics, listed_topics
from shared.contracts.intake import ContactChanged
from shared.plumbing.kafka.consumer import Subscription

HEARD = list(subscriptions())
FACTS = facts()
PERSONAL = ContactChanged.topic

GROUPS = [each.group for _, each in HEARD]
every_reader = pytest.mark.parametrize(("service", "subscription"), HEARD, ids=GROUPS)
every_subscription = pytest.mark.parametrize(
    "subscription", [each for _, each in HEARD], ids=GROUPS
)
every_message = pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.type)


def heard_topics(subscription: Subscription) -> list[Topic]:
    """The listed topics that a subscription gets records of, dead letters included."""
    pattern = subscription.pattern
    return [
        topic
        for topic in all_topics()
        if topic.name in subscription.topics or (pattern and re.match(pattern, topic.name))
    ]


def test_every_topic_that_is_listed_carries_something() -> None:
    used = {topic.name for fact in FACTS for topic in fact.topics}

    assert {topic.name for topic in listed_topics()} - used == {CLOCK}


def test_only_the_services_read_the_clock() -> None:
    [clock] = (topic for topic in listed_topics() if topic.name == CLOCK)

    assert set(clock.readers) == set(service_names())
    assert not [each for each in listed_agencies() if CLOCK in readable_by(each)]


def listed_agencies() -> list[str]:
    return [topic.name.split(".")[2] for topic in listed_topics() if ".votes." in topic.name]


def readable_by(agency: str) -> set[str]:
    grants = grants_of(agency)
    return {each.name for each in grants if each.operation is Operation.READ}


@every_message
def test_the_topic_of_every_message_is_listed(fact: Fact) -> None:
    assert fact.topics, f"deploy/platform.yaml does not list {fact.address}"


@every_message
def test_an_event_is_written_by_its_service_alone(fact: Fact) -> None:
    if fact.is_command:
        writers = [f"agency-{topic.name.split('.')[2]}" for topic in fact.topics]
        assert [topic.writers for topic in fact.topics] == [(writer,) for writer in writers]
    else:
        assert fact.writers == (fact.type.partition(".")[0],)


@every_reader
def test_a_service_may_read_what_it_listens_to(service: str, subscription: Subscription) -> None:
    heard = heard_topics(subscription)

    assert heard
    assert not [topic.name for topic in heard if not {service, EVERYBODY} & set(topic.readers)]


@every_subscription
def test_a_service_names_only_topics_that_are_listed(subscription: Subscription) -> None:
    listed = {topic.name for topic in listed_topics()}

    assert set(subscription.topics) <= listed


@every_subscription
def test_a_service_hears_every_topic_of_what_it_reads_and_no_other(
    subscription: Subscription,
) -> None:
    read = {t.name for fact in FACTS if fact.message in subscription.reads for t in fact.topics}

    assert {topic.name for topic in heard_topics(subscription)} == read


@every_reader
def test_a_service_does_not_listen_to_itself(service: str, subscription: Subscription) -> None:
    events = [fact for fact in FACTS if fact.message in subscription.reads]

    assert not [f.type for f in events if not f.is_command and f.type.startswith(f"{service}.")]


@every_subscription
def test_an_unknown_request_is_a_dead_letter_and_an_unknown_event_is_not(
    subscription: Subscription,
) -> None:
    requests = {topic.name for fact in FACTS if fact.is_command for topic in fact.topics}

    heard = heard_topics(subscription)

    assert {t.name for t in heard if subscription.strict(t.name)} == requests & {
        t.name for t in heard
    }


@every_reader
def test_a_service_may_bury_what_it_cannot_read(service: str, subscription: Subscription) -> None:
    writers = {topic.name: topic.writers for topic in all_topics()}

    for topic in heard_topics(subscription):
        assert service in writers[f"{topic.name}.dlq"]


def test_contacts_are_for_notify_and_their_writer_alone_and_can_be_erased() -> None:
    contacts = next(topic for topic in listed_topics() if topic.name == PERSONAL)

    assert (contacts.writers, contacts.readers) == (("intake",), ("notify", "intake"))
    assert contacts.compacted, "a tombstone has to erase what came before it"
    assert [fact.message for fact in FACTS if contacts in fact.topics] == [ContactChanged]
    assert contacts.dead_letters().readers == ("operations",)
    assert contacts.dead_letters().retention_days, "nobody erases a dead letter by its key"


@every_message
def test_what_can_be_erased_travels_on_a_compacted_topic_and_nothing_else_does(fact: Fact) -> None:
    assert {topic.compacted for topic in fact.topics} == {fact.message.erasable}


@every_message
def test_a_topic_with_a_public_event_is_open_to_all_and_has_no_other_events(fact: Fact) -> None:
    on_the_same_topic = {other.message.public for other in FACTS if other.address == fact.address}

    assert on_the_same_topic == {fact.message.public}
    assert not fact.message.public or (fact.is_open and not fact.message.erasable)


def test_no_two_services_share_a_consumer_group() -> None:
    groups = [subscription.group for _, subscription in HEARD]

    assert len(set(groups)) == len(groups)
