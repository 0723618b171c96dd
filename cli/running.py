"""Where the running platform is, for commands that talk to it."""

from pathlib import Path

from deploy.embedded.errors import PlatformError
from deploy.embedded.places import Places
from deploy.embedded.state import PlatformState, is_running, read_state


def running_platform(data: Path) -> PlatformState:
    """Return what the launcher wrote down; raises PlatformError where nothing runs."""
    places = Places.of(data)
    state = read_state(places) if is_running(places) else None
    if state is None:
        raise PlatformError(f"Nothing runs on {places.data}: start it with `./sentra up`.")
    return state
