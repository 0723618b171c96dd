"""Carry what an office set up for pip (proxy, mirror, CA) over to uv, which does not read it."""

import ast
import os
import subprocess
from pathlib import Path

SIGNS_OF_NO_NETWORK = (
    "error sending request",
    "failed to fetch",
    "dns error",
    "connection refused",
    "name resolution",
    "newconnectionerror",
    "network is unreachable",
    "timed out",
    "certificate",
    "could not find a version that satisfies the requirement uv",
)

# pip's option -> the variable that uv reads.
VARIABLES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}


def for_uv(python: Path, pip: Path) -> dict[str, str]:
    """Return the variables to add; whatever is set for uv itself stays."""
    listed = subprocess.run(
        [python, str(pip / "pip"), "config", "list"], capture_output=True, text=True, check=False
    )
    variables: dict[str, str] = {}
    for line in listed.stdout.splitlines():
        option, _, value = line.partition("=")
        variable = VARIABLES.get(option.rpartition(".")[2])
        if variable and variable not in os.environ:
            variables[variable] = str(ast.literal_eval(value))
    # Without this uv brings its own list of CAs and refuses the office's.
    return {"UV_NATIVE_TLS": "true"} | variables
