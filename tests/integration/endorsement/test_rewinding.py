"""An agency reads again: from the beginning, or from a moment, as its replay guide says."""

import asyncio
import os
import sys
from datetime import UTC, datetime

import pytest

from tests.integration.endorsement.hall import Hall
from tests.integration.endorsement.messages import a_recommendation
from tests.integration.endorsement.outsiders import running
from tests.support.clients import KIT, PYTHON

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]
REWIND = KIT / "rewind.py"


async def rewind(hall: Hall, group: str, to: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(REWIND), to),
        env=os.environ | {"KAFKA": hall.engines.kafka_bootstrap, "GROUP": group},
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    return output.decode()


@pytest.mark.usefixtures("replica")
async def test_an_agency_reads_again_from_a_moment_or_from_the_beginning(hall: Hall) -> None:
    [early, late] = hall.umkm("rewound", 2)
    kafka, group = hall.engines.kafka_bootstrap, f"agency-bi.{early}"
    async with running(PYTHON, kafka, GROUP=group) as client:
        await hall.send(a_recommendation(early))
        await client.says("answered", early)
        moment = datetime.now(UTC).isoformat()
        await hall.send(a_recommendation(late))
        await client.says("answered", late)

    assert "6 partitions" in await rewind(hall, group, moment)
    async with running(PYTHON, kafka, GROUP=group) as client:
        await client.says("answered", late)
        assert not [line for line in client.lines if early in line]

    assert "6 partitions" in await rewind(hall, group, "beginning")
    async with running(PYTHON, kafka, GROUP=group) as client:
        await client.says("asked", early)
