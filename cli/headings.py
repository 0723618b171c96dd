"""`./sentra headings`: what officers said of the columns of their letters, listed or forgotten."""

import json as json_module
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx
from cyclopts import App, Parameter
from rich.console import Console

from cli.accounts import Authorization, tokens_for
from cli.running import intake_address
from deploy.embedded.errors import PlatformError
from deploy.embedded.places import DEFAULT_DATA
from folder.letters import printable
from shared.contracts.problems import problem_of
from shared.plumbing.access import Role

app = App(
    name="headings",
    help="List and forget what officers said of the columns of their letters.",
    default_parameter=Parameter(negative=""),
)


@Parameter(name="*")
@dataclass(frozen=True)
class IntakeChoice:
    """The intake that is meant."""

    url: str | None = None
    "Intake's address; by default the platform that runs here."
    data: Path = DEFAULT_DATA
    "Where the platform keeps its data."

    def address(self) -> str:
        return self.url or intake_address(self.data)


HERE = IntakeChoice()


@app.command(name="list")
def list_(
    *,
    district: str | None = None,
    where: IntakeChoice = HERE,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> None:
    """List which field each heading stands for, who said so, and when; the newest first.

    Parameters
    ----------
    district
        Only answers of this district, such as 12.11.
    where
        The intake.
    as_json
        Print JSON, for programs.

    """
    params = {"district": district} if district else {}
    known = _call(where, "GET", "/headings", params).json()
    if as_json:
        print(json_module.dumps(known, ensure_ascii=False))
    else:
        _show(known)


@app.command
def forget(district: str, fingerprint: str, /, *, where: IntakeChoice = HERE) -> None:
    """Forget one answer: the next letter with these headings is looked at as a new one.

    Parameters
    ----------
    district
        Whose letters, such as 12.11.
    fingerprint
        As `headings list` shows it.
    where
        The intake.

    """
    _call(where, "DELETE", f"/headings/{district}/{fingerprint}", {})
    print(f"Forgotten: {district} {fingerprint}. A letter that was read already stays as it is.")


def _call(where: IntakeChoice, method: str, path: str, params: dict[str, str]) -> httpx.Response:
    account = Authorization(tokens_for(where.data, outside=bool(where.url)), Role.PROVINCE)
    try:
        with httpx.Client(
            base_url=where.address(), timeout=30, trust_env=False, auth=account
        ) as client:
            answer = client.request(method, path, params=params)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise PlatformError(f"Intake did not answer: {error or type(error).__name__}") from error
    if not answer.is_success:
        raise PlatformError(problem_of(answer)[1])
    return answer


def _show(known: list[dict[str, Any]]) -> None:
    console = Console(highlight=False, markup=False, soft_wrap=True)
    if not known:
        console.print("Nothing is remembered: no letter was asked about yet.")
    for each in known:
        when = each["confirmed_at"][:16].replace("T", " ")
        console.print(f"{each['district']} {each['fingerprint']}  {each['officer']}, {when} UTC")
        for place, heading in enumerate(each["headings"]):
            fields = ", ".join(each["fields"].get(str(place), ())) or "-"
            console.print(f"  {printable(heading) or '(no heading)'} -> {fields}")
