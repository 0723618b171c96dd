"""`./sentra test`: run the tests with the repository's settings."""

import os
import subprocess
import sys
from typing import Annotated

from cyclopts import Parameter

from deploy.embedded.places import ROOT


def test(*arguments: Annotated[str, Parameter(allow_leading_hyphen=True)]) -> int:
    """Run pytest; `./sentra test -k ballot` runs a part of it."""
    command = [sys.executable, "-m", "pytest", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
