"""`./sentra replay`: services publish all events again from their histories."""

import asyncio
import json as as_json
from pathlib import Path
from typing import Annotated, Any

import httpx
from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from cli.accounts import Authorization, tokens_for
from cli.running import running_platform
from deploy.embedded.errors import PlatformError
from deploy.embedded.local_http import HOST
from deploy.embedded.places import DEFAULT_DATA
from shared.plumbing.access import Role

WITHIN_SECONDS = 3600.0
Answer = dict[str, Any]


def replay(
    *services: str,
    data: Path = DEFAULT_DATA,
    url: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    contacts: bool = False,
    json: bool = False,
) -> int:
    """Publish everything again, with the same event ids: for a new reader, or a lost cluster.

    Parameters
    ----------
    services
        Which ones; by default all that run.
    data
        The data folder of the running platform.
    url
        Addresses of services that run elsewhere, instead of the services of the data folder.
    contacts
        Also the contacts of owners, except of those whom the topic says to be erased. After the
        loss of a cluster nobody knows that any more: have them erased again.
    json
        Print JSON, for programs.

    """
    path = "/replay?erasable=true" if contacts else "/replay"
    urls = addresses(services, data, url)
    account = Authorization(tokens_for(data, outside=bool(url)), Role.OPERATIONS)
    answers = asyncio.run(_ask_all(urls, path, account, outside=bool(url)))
    if json:
        print(as_json.dumps(answers, indent=2))
    else:
        _show(answers)
    return 1 if any("error" in answer for answer in answers.values()) else 0


def addresses(services: tuple[str, ...], data: Path, urls: tuple[str, ...]) -> dict[str, str]:
    if urls:
        if services:
            raise PlatformError("Name services, or give addresses with --url, not both.")
        return {url: url.rstrip("/") for url in urls}
    programs = running_platform(data).programs
    running = {p.name: f"http://{HOST}:{p.port}" for p in programs if p.is_service}
    unknown = sorted(set(services) - running.keys())
    if unknown:
        known = ", ".join(running)
        raise PlatformError(f"No service {', '.join(unknown)} runs here; there are {known}.")
    return {name: running[name] for name in services or running}


async def _ask_all(
    addresses: dict[str, str], path: str, account: Authorization, *, outside: bool
) -> dict[str, Answer]:
    # An office's proxy is not for this machine.
    async with httpx.AsyncClient(timeout=WITHIN_SECONDS, trust_env=outside, auth=account) as client:
        answers = await asyncio.gather(*(_ask(client, url + path) for url in addresses.values()))
    return dict(zip(addresses, answers, strict=True))


async def _ask(client: httpx.AsyncClient, url: str) -> Answer:
    try:
        response = await client.post(url)
        response.raise_for_status()
        return {"events": response.json()}
    except httpx.HTTPStatusError as error:
        return {"error": f"it answered {error.response.status_code}"}
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return {"error": str(error) or type(error).__name__}


def _show(answers: dict[str, Answer]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("service", "of", "published again"):
        table.add_column(column, justify="right" if column.startswith("p") else "left")
    for name, answer in answers.items():
        for kind, count in answer.get("events", {}).items():
            table.add_row(name, kind, f"{count:,}")
        if "error" in answer:
            table.add_row(name, "", f"nothing: {answer['error']}")
    Console(highlight=False, markup=False).print(table)
