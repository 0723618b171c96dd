"""Finds the running platform."""

from pathlib import Path

from deploy.embedded.errors import PlatformError
from deploy.embedded.local_http import HOST
from deploy.embedded.places import Places
from deploy.embedded.state import PlatformState, is_running, read_state


class NothingRuns(PlatformError):  # noqa: N818 - named by what happened
    """No launcher holds the data folder."""


def running_platform(data: Path) -> PlatformState:
    """Return the state that the launcher wrote. Raises NothingRuns."""
    places = Places.of(data)
    state = read_state(places) if is_running(places) else None
    if state is None:
        raise NothingRuns(f"Nothing runs on {places.data}: start it with `./sentra up`.")
    return state


def intake_address(data: Path) -> str:
    """Return the address of intake on this machine. Raises NothingRuns."""
    programs = running_platform(data).programs
    return next(f"http://{HOST}:{p.port}" for p in programs if p.name == "intake" and p.port)
