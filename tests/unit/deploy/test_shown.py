"""What `./sentra up` shows to people leads on."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.embedded.clock import save_offset
from deploy.embedded.places import DEFAULT_DATA, Places
from deploy.embedded.shown import addresses, how_to_end
from deploy.embedded.state import Broker, PlatformState


def a_state(data: Path) -> PlatformState:
    return PlatformState(
        launcher=1,
        data=data,
        broker=Broker.KAFKA,
        kafka_bootstrap="127.0.0.1:9092",
        mongo_url="mongodb://127.0.0.1:27017",
        smtp_host="127.0.0.1",
        smtp_port=None,
        programs=(),
    )


def test_the_status_command_names_a_data_folder_that_is_not_the_usual_one() -> None:
    usual, other = a_state(DEFAULT_DATA.resolve()), a_state(Path("/srv/mine"))

    assert "`./sentra status`" in how_to_end(usual)
    assert "`./sentra status --data /srv/mine`" in how_to_end(other)


def test_a_clock_that_a_demo_moved_is_shown(tmp_path: Path) -> None:
    places = Places.of(tmp_path)
    places.make()
    assert "Clock" not in addresses(a_state(places.data))

    save_offset(places, timedelta(days=300))

    year = f"{datetime.now(UTC) + timedelta(days=300):%Y}"
    assert f"Clock    {year}" in addresses(a_state(places.data))
