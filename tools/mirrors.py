"""Copies the pip settings of an office (proxy, mirror, CA) to uv, which ignores them."""

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

# Options of pip, with the variables of uv.
VARIABLES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}


def for_uv(python: Path, pip: Path) -> dict[str, str]:
    """Return the variables to add. Variables that are set for uv stay."""
    listed = subprocess.run(
        [python, str(pip / "pip"), "config", "list"], capture_output=True, text=True, check=False
    )
    variables: dict[str, str] = {}
    for line in listed.stdout.splitlines():
        option, _, value = line.partition("=")
        variable = VARIABLES.get(option.rpartition(".")[2])
        if variable and variable not in os.environ:
            variables[variable] = str(ast.literal_eval(value))
    # Without this uv uses its own list of CAs and refuses the office's CA.
    return {"UV_NATIVE_TLS": "true"} | variables
