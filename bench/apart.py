"""Programs under measurement run apart, so that each starts with nothing at hand."""

import asyncio
import json
import os
import sys
from typing import Any

from deploy.embedded.platform import Platform


async def run_apart(platform: Platform, module: str, *words: str) -> dict[str, Any]:
    """Run a module on these engines and return what its last line of JSON says."""
    where = {
        "SENTRA_KAFKA_BOOTSTRAP": platform.kafka_bootstrap,
        "SENTRA_KAFKA_IDEMPOTENCE": str(platform.kafka_idempotence),
        "SENTRA_MONGO_URL": platform.mongo_url,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *words),
        env=os.environ | where,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{module} {' '.join(words)} failed")
    result: dict[str, Any] = json.loads(out.splitlines()[-1])
    return result
