"""A service makes a missing topic of dead letters with the settings of `platform.yaml`."""

import pytest

from deploy.topics import all_topics
from shared.contracts.intake import ContactChanged, UmkmRecommended
from shared.plumbing.core.failures import Retryable
from shared.plumbing.dead_letters.making import ALREADY_EXISTS, require_created, settings_for


@pytest.mark.parametrize("original", [ContactChanged.topic, UmkmRecommended.topic])
def test_dead_letters_are_kept_as_long_as_the_platform_file_says(original: str) -> None:
    listed = {topic.name: topic for topic in all_topics()}[f"{original}.dlq"]

    settings = settings_for(original)

    assert settings["retention.ms"] == listed.settings(replication=3)["retention.ms"]


@pytest.mark.parametrize("code", [0, ALREADY_EXISTS])
def test_several_replicas_may_make_the_topic_at_once(code: int) -> None:
    require_created([("votes.dlq", code, None)])


def test_a_refusal_of_the_broker_is_not_taken_for_a_topic() -> None:
    with pytest.raises(Retryable, match=r"refused to create votes\.dlq: no policy allows it"):
        require_created([("votes.dlq", 44, "no policy allows it")])
