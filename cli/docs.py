"""`./sentra docs`: writes the generated pages from the contracts and the registry."""

import json
import tomllib
from pathlib import Path

import yaml

from cli.events.access import access_page
from cli.events.asyncapi import asyncapi
from cli.events.codes import codes_page
from cli.events.page import page
from cli.events.reactions import reacting, reactions
from cli.events.services import services_table
from cli.events.sources import ROOT, built_services, facts, subscriptions
from cli.events.table import table
from shared.contracts.schemas import message_schema

FOLDER = ROOT / "docs" / "events"
HTTP_DOCUMENTS = ROOT / "docs" / "http"


def docs(*, check: bool = False) -> int:
    """Write JSON Schemas, the AsyncAPI and OpenAPI documents, the page and all tables.

    Parameters
    ----------
    check
        Write nothing; fail if what is there is not what would be written.

    """
    try:
        wanted = rendered()
    except LookupError as error:
        print(error.args[0])
        return 1
    stale = find_stale(wanted)
    if check:
        for path in stale:
            print(f"{_shown(path)} is stale.")
        print("Run ./sentra docs." if stale else f"{len(wanted)} documents are up to date.")
        return 1 if stale else 0
    for path in stale:
        _bring_up_to_date(path, wanted.get(path))
    print(f"{len(wanted)} documents, {len(stale)} changed.")
    return 0


def rendered() -> dict[Path, str]:
    """Every document by its path. The same contracts give the same bytes."""
    known = facts()
    written = {
        FOLDER / "schemas" / f"{fact.type}.json": _json(message_schema(fact.message))
        for fact in known
    }
    document = asyncapi(known, _version())
    written[FOLDER / "asyncapi.yaml"] = yaml.dump(
        document, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100
    )
    reading, services = list(subscriptions()), list(built_services())
    written[FOLDER / "index.html"] = page(document, reacting(known, reading))
    written[FOLDER / "README.md"] = table(known)
    written[FOLDER / "reactions.md"] = reactions(known, reading)
    for service in services:
        written[HTTP_DOCUMENTS / f"{service.name}.json"] = _json(service.app().openapi())
    written[ROOT / "docs" / "services.md"] = services_table(known)
    written[ROOT / "docs" / "access.md"] = access_page(services)
    written[ROOT / "docs" / "codes.md"] = codes_page([service.name for service in services])
    return written


def find_stale(wanted: dict[Path, str]) -> list[Path]:
    """Missing or different documents, and schemas of removed messages."""
    there = {path: path.read_text(encoding="utf-8") for path in wanted if path.exists()}
    generated = {*(FOLDER / "schemas").glob("*.json"), *HTTP_DOCUMENTS.glob("*.json")}
    left_over = generated - wanted.keys()
    return sorted(left_over | {path for path in wanted if there.get(path) != wanted[path]})


def _bring_up_to_date(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{_shown(path)}: {'removed' if text is None else 'written'}")


class _Plain(yaml.SafeDumper):
    """Write YAML without anchors, which are hard to read."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _json(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version: str = project["version"]
    return version


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
