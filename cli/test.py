"""`./sentra test`: run the tests with the repository's settings."""

import os
import sys
from typing import Annotated, NoReturn

from cyclopts import Parameter

from deploy.embedded.places import ROOT

# Tests mostly wait for engines, so this also suits two processors.
WORKERS = "4"
WITHOUT_ENGINES = ("tests/unit", "tests/contract", "tests/foreign", "tests/model", "tests/letters")


def test(
    *arguments: Annotated[str, Parameter(allow_leading_hyphen=True)],
    fast: bool = False,  # noqa: PT028 - it is no test
) -> NoReturn:
    """Run every test on several workers; with arguments, run pytest with these arguments.

    Parameters
    ----------
    arguments
        `./sentra test -k ballot` runs a part of the tests.
    fast
        Run only the tests that need no engines.

    """
    chosen: tuple[str, ...] = ()
    if fast:
        chosen = ("-n", "logical", *WITHOUT_ENGINES)
    elif not arguments:
        chosen = ("-n", WORKERS)
    os.chdir(ROOT)
    command = [sys.executable, "-m", "pytest", *chosen, *arguments]
    # pytest replaces this process, so that Ctrl-C and signals reach it.
    os.execve(command[0], command, _environment())  # noqa: S606 - no shell is wanted


def _environment() -> dict[str, str]:
    """Keep compiled files, or each worker would compile all tests again at each run."""
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}
