"""`./sentra rebuild`: services build their views again from the topics."""

import asyncio
import json as as_json
from pathlib import Path
from typing import Annotated, Any

import httpx
from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from cli.accounts import Authorization, tokens_for
from cli.replay import addresses
from deploy.embedded.places import DEFAULT_DATA
from shared.plumbing.access import Role

LOOKS_EVERY_SECONDS = 0.5
Answer = dict[str, Any]


def rebuild(
    *services: str,
    data: Path = DEFAULT_DATA,
    url: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    json: bool = False,
) -> int:
    """Build views again from zero, beside the live ones, and wait until they are live.

    Readers see the old views until then. Ending this command does not end the rebuild. After a fold
    was corrected, start the new program on every replica first.

    Parameters
    ----------
    services
        Which ones; by default all that run. A service without views does nothing.
    data
        The data folder of the running platform.
    url
        Addresses of services that run elsewhere, instead of the services of the data folder.
    json
        Print JSON, for programs.

    """
    urls = addresses(services, data, url)
    account = Authorization(tokens_for(data, outside=bool(url)), Role.OPERATIONS)
    answers = asyncio.run(_rebuild_all(urls, account, outside=bool(url)))
    if json:
        print(as_json.dumps(answers, indent=2))
    else:
        _show(answers)
    return 1 if any("error" in answer for answer in answers.values()) else 0


async def _rebuild_all(
    urls: dict[str, str], account: Authorization, *, outside: bool
) -> dict[str, Answer]:
    # An office's proxy is not for this machine.
    async with httpx.AsyncClient(timeout=60, trust_env=outside, auth=account) as client:
        answers = await asyncio.gather(*(_rebuild(client, url) for url in urls.values()))
    return dict(zip(urls, answers, strict=True))


async def _rebuild(client: httpx.AsyncClient, url: str) -> Answer:
    try:
        response = await client.post(f"{url}/rebuild")
        views = response.raise_for_status().json()
        while any(generations["next"] for generations in views.values()):
            await asyncio.sleep(LOOKS_EVERY_SECONDS)
            status = (await client.get(f"{url}/status")).raise_for_status().json()
            views = status["views"] or views  # null while MongoDB is away
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return {"error": str(error) or type(error).__name__}
    return {"views": {name: generations["live"] for name, generations in views.items()}}


def _show(answers: dict[str, Answer]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("service", "view", "live generation"):
        table.add_column(column)
    for name, answer in answers.items():
        for view, generation in answer.get("views", {}).items():
            table.add_row(name, view, str(generation))
        if "error" in answer:
            table.add_row(name, "", answer["error"])
    Console(highlight=False, markup=False).print(table)
