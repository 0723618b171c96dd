"""`./sentra lock`: write the hash-locked requirement files from pyproject.toml."""

import subprocess
import sys
from pathlib import Path

from tools.bootstrap import REQUIREMENTS, ROOT, uv_path

# Each file uses the versions of the one before, so that all agree.
GROUPS = {
    "dev": ("embedded", "test"),
    "embedded": ("embedded",),
    "services": (),
}


def lock(*, upgrade: bool = False) -> int:
    """Write requirements/*.txt anew from pyproject.toml; they name hashes and no address.

    Parameters
    ----------
    upgrade
        Take the newest versions that the ranges allow, instead of keeping those locked now.

    """
    uv = uv_path()
    if uv is None:
        sys.stderr.write("uv is missing from .venv: remove .venv and run ./sentra lock again.\n")
        return 1
    newer = ["--upgrade"] if upgrade else []
    compile_ = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    compile_ += ["--generate-hashes", "--no-header", "--no-annotate", *newer]
    for name, groups in GROUPS.items():
        chosen = [f"--group={group}" for group in groups]
        within = [] if name == "dev" else ["-c", "requirements/dev.txt"]
        _run([*compile_, "pyproject.toml", *chosen, *within, "-o", f"requirements/{name}.txt"])
    _run([*compile_, "requirements/uv.in", "-o", "requirements/uv.txt"])
    return 0


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True)
    output = Path(command[-1])
    lines = (REQUIREMENTS / output.name).read_text().count("==")
    print(f"{output}: {lines} packages")
