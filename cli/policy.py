"""`./sentra policy`: check a voting policy, and see what it would change."""

import json as json_module
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import httpx
from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table

from cli.accounts import Authorization, tokens_for
from cli.running import running_platform
from deploy.embedded.errors import PlatformError
from deploy.embedded.local_http import HOST
from deploy.embedded.places import DEFAULT_DATA, ROOT
from shared.contracts.problems import problem_of
from shared.plumbing.access import Role

WITHIN_SECONDS = 600.0
SHOWN = 40
JSON = {"Content-Type": "application/json"}

app = App(name="policy", help="Check a voting policy, and see what it would change.")


@app.command
def check(policy: Path) -> None:
    """Say whether a file is a policy that can be used.

    Parameters
    ----------
    policy
        The file, YAML.

    """
    print(judged(policy).strip())


@app.command
def simulate(
    *,
    policy: Path,
    url: str | None = None,
    data: Path = DEFAULT_DATA,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> None:
    """Hold the votes of all real ballots against a policy, and show which outcomes would change.

    Parameters
    ----------
    policy
        The file, YAML; nothing is saved.
    url
        Endorsement's address; by default the platform that runs here.
    data
        Where the platform keeps its data.
    as_json
        Print JSON, with every ballot that would end otherwise.

    """
    body = judged(policy, "--json")
    most = 10_000 if as_json else SHOWN
    account = Authorization(tokens_for(data, outside=url is not None), Role.PROVINCE)
    address = url or _running_here(data)
    simulation = _ask(address, body, most, account, outside=url is not None)
    if as_json:
        print(json_module.dumps(simulation, indent=2, ensure_ascii=False))
    else:
        _show(simulation)


def judged(policy: Path, *words: str) -> str:
    """Return what the service says of the file. Raises PlatformError with its faults.

    The service judges in a process of its own, so that no platform has to run.
    """
    command = (sys.executable, "-P", "-m", "services.endorsement.check_policy", str(policy), *words)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        raise PlatformError(run.stderr.strip())
    return run.stdout


def _running_here(data: Path) -> str:
    programs = running_platform(data).programs
    return next(f"http://{HOST}:{p.port}" for p in programs if p.name == "endorsement")


def _ask(
    url: str, body: str, most: int, account: Authorization, *, outside: bool
) -> dict[str, Any]:
    try:
        # An office's proxy is not for this machine.
        with httpx.Client(timeout=WITHIN_SECONDS, trust_env=outside, auth=account) as client:
            where = f"{url.rstrip('/')}/policies/simulation"
            answer = client.post(where, params={"most": most}, content=body, headers=JSON)
            answer.raise_for_status()
            simulation: dict[str, Any] = answer.json()
            return simulation
    except httpx.HTTPStatusError as error:
        raise PlatformError(problem_of(error.response)[1]) from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise PlatformError(f"Endorsement cannot be asked: {error}") from error


def _show(simulation: dict[str, Any]) -> None:
    console = Console(highlight=False, markup=False)
    console.print(
        f"{simulation['changed']:,} of {simulation['ballots']:,} ballots would end otherwise."
    )
    for way, count in simulation["counts"].items():
        console.print(f"  {way}: {count:,}")
    if not simulation["changes"]:
        return
    table = Table(box=None, pad_edge=False)
    for column in ("UMKM", "business", "district", "was", "would be", "because"):
        table.add_column(column)
    for each in simulation["changes"]:
        who = each["umkm_id"], each["business_name"], each["district"]
        table.add_row(*who, each["was"], each["would_be"], each["because"])
    console.print(table)
    if more := simulation["changed"] - len(simulation["changes"]):
        console.print(f"... and {more:,} more: see --json")
