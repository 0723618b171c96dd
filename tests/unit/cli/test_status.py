"""Each dead letter counts for the service that could not read it."""

import pytest

from cli.status import reader_of


@pytest.mark.parametrize(
    "group",
    ["mentoring", "mentoring-2", "mentoring.board.1", "mentoring.board.12-test", "mentoring_test"],
)
def test_a_view_and_a_namespace_count_for_their_service(group: str) -> None:
    assert reader_of(group) == "mentoring"
