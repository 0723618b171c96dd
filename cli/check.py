"""`./sentra check`: what must hold before the tests run."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from deploy.embedded.places import ROOT

BIN = Path(sys.executable).parent
WORDS = ("tests/contract/test_glossary.py", "tests/contract/test_names.py")
SENTRA = (sys.executable, "-m", "cli")


class Step(NamedTuple):
    """One thing that must hold."""

    title: str
    command: Sequence[str]
    fix: Sequence[str] = ()
    """Repairs what it can. Fails like `command` if something is left."""


STEPS = (
    Step("Lint", (f"{BIN}/ruff", "check", "."), (f"{BIN}/ruff", "check", "--fix", ".")),
    Step("Format", (f"{BIN}/ruff", "format", "--check", "."), (f"{BIN}/ruff", "format", ".")),
    Step("Types", (f"{BIN}/mypy",)),
    Step("Import contracts", (f"{BIN}/lint-imports",)),
    Step("Generated documents", (*SENTRA, "docs", "--check"), (*SENTRA, "docs")),
    Step("Glossary and names", (sys.executable, "-m", "pytest", "-q", *WORDS)),
)


def check(*, fix: bool = False) -> int:
    """Check lint, format, types, import contracts, generated documents, glossary and names.

    Parameters
    ----------
    fix
        Repair what a program can repair: lint, format and generated documents.

    """
    failed = failing(STEPS, fix=fix)
    print(f"\nFailed: {', '.join(failed)}." if failed else f"\nAll {len(STEPS)} checks hold.")
    return 1 if failed else 0


def failing(steps: Sequence[Step], *, fix: bool) -> list[str]:
    """Run every step, also after a failure. Return the titles of failed steps."""
    return [step.title for step in steps if not _holds(step, fix=fix)]


def _holds(step: Step, *, fix: bool) -> bool:
    print(f"\n== {step.title}", flush=True)
    command = step.fix if fix and step.fix else step.command
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0
