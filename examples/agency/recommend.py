"""Plays a district, so that there is something to vote on: a round, and one UMKM in it.

The district is not an agency's business; this only saves a try-out the wait for a letter.
"""

import json
import os
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any

INTAKE = os.environ.get("INTAKE", "http://127.0.0.1:8001")
DISTRICT = "12.16"


def main() -> None:
    now = datetime.now(UTC)
    round_id = f"try-{now:%Y%m%d-%H%M%S}"
    days = timedelta(days=1)
    name = sys.argv[1] if len(sys.argv) > 1 else "Kopi Lintong"
    called = {"letter_number": "1/TRY", "title": "Try-out", "districts": [DISTRICT]}
    span = {"opens_at": (now - days).isoformat(), "closes_at": (now + 30 * days).isoformat()}
    post("/rounds", {"round_id": round_id, **called, **span})
    named = post(f"/rounds/{round_id}/recommendations", a_umkm(name))
    print(f"recommended {named['umkm_id']}")


def a_umkm(name: str) -> dict[str, Any]:
    return {
        "district": DISTRICT,
        "business_name": name,
        "owner_name": "Pemilik Contoh",
        "phone": "+6281234567890",
        "consent_on": f"{datetime.now(UTC):%Y-%m-%d}",
        "products": [{"name": "Biji kopi arabika", "hs6": "090111", "commodity": "Kopi"}],
    }


def post(path: str, body: dict[str, Any]) -> dict[str, Any]:
    head = {"content-type": "application/json"}
    request = urllib.request.Request(INTAKE + path, json.dumps(body).encode(), head)  # noqa: S310 - the address is the caller's own
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
        receipt: dict[str, Any] = json.load(answer)
        return receipt


if __name__ == "__main__":
    main()
