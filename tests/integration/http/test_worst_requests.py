"""No request holds the doors of a service shut: its health is answered all the time."""

import re
from functools import partial
from typing import Any

import httpx
import pytest
import yaml

from deploy.services import service_names
from tests.integration.http.serving import ROOT, a_process, answers
from tests.integration.http.watching import Watch, watched
from tests.integration.http.worst import json_bodies, letters
from tests.support.doors import a_round
from tests.support.engines import Engines
from tests.support.plain_http import plain_client
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(300)]
LATEST_SECONDS = 0.25
MOST_READINGS = 6
"""So often might a service read the largest body until it answers, on a slower machine."""
IN_PATHS = {"district": "12.11", "agency": "bi", "version": "1", "number": "1", "place": "0"}
LEFT_OUT = ("/imports/{import_id}/events", "/replay")


def megabytes_of(service: str) -> int:
    """The limit of its container."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    limit = str(compose["services"][service]["mem_limit"])
    return int(limit[:-1]) * (1024 if limit.endswith("g") else 1)


@pytest.mark.parametrize("service", service_names())
async def test_the_worst_bodies_keep_no_door_shut(service: str, engines: Engines) -> None:
    with a_process(service, engines) as url:
        await answers(url)
        async with plain_client(url) as client:
            document = (await client.get("/openapi.json")).json()
            with watched(url) as watch:
                sent = await send_all(client, service, document, watch)

    assert sent > 0
    assert watch.slowest <= max(LATEST_SECONDS, MOST_READINGS * watch.reading), watch.culprit
    assert watch.most_megabytes <= megabytes_of(service)


async def send_all(
    client: httpx.AsyncClient, service: str, document: dict[str, Any], watch: Watch
) -> int:
    """Send everything to every door, and count the requests. None is answered by 5xx."""
    sent = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if path in LEFT_OUT:
                continue
            content = operation.get("requestBody", {}).get("content", {})
            label = f"{method.upper()} {path}"
            watch.begins(label)
            where = filled_in(path)
            if "application/json" in content:
                for body in json_bodies(service, label):
                    headers = {"content-type": "application/json"}
                    answer = await client.request(method, where, content=body, headers=headers)
                    assert answer.status_code < 500, (label, answer.text)
                    sent += 1
            elif content:
                sent += await send_letters(client)
            else:
                query = {each["name"]: "1 " * 3_000 for each in operation.get("parameters", ())}
                answer = await client.request(method, where, params=query)
                assert answer.status_code < 500, (label, answer.text)
                sent += 1
    return sent


def filled_in(path: str) -> str:
    """With a value for each blank of the path."""
    return re.sub(r"\{([a-z_]+)(?::path)?\}", lambda blank: IN_PATHS.get(blank[1], "u-1"), path)


async def send_letters(client: httpx.AsyncClient) -> int:
    """Import each file to its end."""
    await client.post("/rounds", json=a_round("r-worst"))
    sent = 0
    for number, (ending, content) in enumerate(letters()):
        params = {"district": "12.11", "filename": f"{number}.{ending}", "consent": "letter"}
        params |= {"consent_on": "2026-01-02"}
        answer = await client.post("/rounds/r-worst/imports", params=params, content=content)
        assert answer.status_code < 500, answer.text
        sent += 1
        if answer.is_success:
            await until(f"letter {number} is read", partial(_is_over, client, answer))
    return sent


async def _is_over(client: httpx.AsyncClient, answer: httpx.Response) -> bool:
    job = (await client.get(answer.headers["location"])).json()
    return job["status"] in {"done", "failed", "refused", "waiting-for-columns"}
