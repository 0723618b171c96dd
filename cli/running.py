"""Where the running platform is, for commands that talk to it."""

from pathlib import Path

from deploy.embedded.errors import PlatformError
from deploy.embedded.places import Places
from deploy.embedded.state import PlatformState, is_running, read_state


class NothingRuns(PlatformError):  # noqa: N818 - named by what happened
    """No launcher holds the data folder."""


def running_platform(data: Path) -> PlatformState:
    """Return what the launcher wrote down; raises NothingRuns."""
    places = Places.of(data)
    state = read_state(places) if is_running(places) else None
    if state is None:
        raise NothingRuns(f"Nothing runs on {places.data}: start it with `./sentra up`.")
    return state
