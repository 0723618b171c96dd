"""What the schema of a query says and what its door takes agree."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.dependencies.utils import get_flat_params
from pydantic import ValidationError

from deploy.services import service_names
from services.subscriptions.api import Poll
from tests.contract.test_bodies import DOCUMENTS, routes_of

LIKE_YES = ("yes", "on", "1", "TRUE", "t")


def flags() -> Iterator[tuple[str, Any]]:
    """Each field of a query that is true or false."""
    for service in service_names():
        for name, route in routes_of(service).items():
            for field in get_flat_params(route.dependant):
                if "bool" in str(field.field_info.annotation):
                    yield f"{name} {field.name}", field


FLAGS = dict(flags())


def test_there_are_flags() -> None:
    assert {name.rpartition(" ")[2] for name in FLAGS} == {
        "dry_run",
        "everything",
        "overdue",
        "settled",
    }


@pytest.mark.parametrize("name", sorted(FLAGS))
def test_a_flag_is_true_or_false_and_nothing_like_it(name: str) -> None:
    taken = [text for text in LIKE_YES if not FLAGS[name].validate(text, loc=("query",))[1]]

    assert taken == []
    assert FLAGS[name].validate("true", loc=("query",)) == (True, [])
    assert FLAGS[name].validate("false", loc=("query",)) == (False, [])


@pytest.mark.parametrize("since", ["1700000000", "2026-12-01", "2026-12-01T00:00:00"])
def test_a_feed_begins_at_a_moment_with_its_zone_and_at_no_number(since: str) -> None:
    with pytest.raises(ValidationError, match="must be a moment"):
        Poll.model_validate({"since": since})


def test_the_document_says_that_a_feed_has_one_beginning() -> None:
    parameters = DOCUMENTS["subscriptions"]["paths"]["/events"]["get"]["parameters"]
    [since] = (each for each in parameters if each["name"] == "since")

    with pytest.raises(ValidationError, match="two different places"):
        Poll.model_validate({"since": "2026-12-01T00:00:00Z", "after": "x"})
    assert "never beside it" in since["description"]
