"""A service refuses to start on settings that would lose its place in the group."""

import pytest
from pydantic import ValidationError
from structlog.testing import capture_logs

from services.intake.settings import Settings as IntakeSettings
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.run.service import tell_doubts


@pytest.mark.parametrize("seconds", [1.0, 5.0])
def test_a_batch_may_not_be_tried_for_so_long_that_the_group_throws_us_out(seconds: float) -> None:
    with pytest.raises(ValidationError, match="a third of max_poll_interval_ms"):
        ServiceSettings(retry_in_place_seconds=seconds, max_poll_interval_ms=3_000)


def test_a_batch_may_be_tried_for_less_than_a_third_of_what_the_group_waits() -> None:
    assert ServiceSettings(retry_in_place_seconds=0.99, max_poll_interval_ms=3_000)


def test_a_service_with_a_key_that_everybody_knows_says_so_when_it_starts() -> None:
    with capture_logs() as logs:
        tell_doubts(IntakeSettings())

    (line,) = logs
    assert (line["event"], line["log_level"]) == ("settings.doubtful", "warning")
    assert "SENTRA_IDENTITY_KEY" in line["why"]


def test_a_service_with_a_key_of_its_own_has_nothing_to_say() -> None:
    with capture_logs() as logs:
        tell_doubts(IntakeSettings.model_validate({"identity_key": "a key of one's own"}))
        tell_doubts(ServiceSettings())

    assert logs == []
