"""A mistake on the topic of time moves no clock."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from shared.plumbing.core.clock import PlatformClock
from shared.plumbing.kafka.clock import set_offset


@pytest.mark.parametrize("seconds", ["1e12", "-1e12", "3.2e9", "1e300", "NaN", '"soon"'])
def test_an_offset_that_leaves_the_calendar_is_logged_and_moves_nothing(seconds: str) -> None:
    clock = PlatformClock()

    with capture_logs() as logs:
        set_offset(clock, f'{{"offset_seconds": {seconds}}}'.encode())

    assert clock.offset == timedelta(0)
    assert not clock.moved.is_set()
    assert clock.now()
    assert [line["event"] for line in logs] == ["clock.nonsense"]


def test_a_clock_can_move_by_years() -> None:
    clock = PlatformClock()

    set_offset(clock, b'{"offset_seconds": 315360000}')

    assert clock.offset == timedelta(days=3650)
