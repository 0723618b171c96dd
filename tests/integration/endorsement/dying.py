"""`python -m`: an endorsement that is killed after it wrote, at the moment when it publishes."""

import os
import signal

from services.endorsement.app import create_service
from services.endorsement.settings import Settings
from shared.plumbing.run.service import run
from tests.integration.endorsement.gate import put_a_gate
from tests.integration.endorsement.messages import BALLOTS


def die(topic: str) -> None:
    if topic == BALLOTS:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    service = create_service(Settings())
    put_a_gate(service, die)
    run(service)
