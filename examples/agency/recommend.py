"""Plays a district, so that there is something to vote on: a round, and one UMKM in it.

The district is not an agency's business; this only saves a try-out the wait for a letter.
"""

import json
import os
import sys
import urllib.request
from datetime import datetime, timedelta
from typing import Any
from urllib.error import HTTPError, URLError

INTAKE = os.environ.get("INTAKE", "http://127.0.0.1:8001")
DISTRICT = "12.16"


def main() -> None:
    # The platform has a clock of its own: a demo moves it.
    now = datetime.fromisoformat(call("/status")["now"])
    round_id = f"try-{now:%Y%m%d-%H%M%S-%f}"
    days = timedelta(days=1)
    name = sys.argv[1] if len(sys.argv) > 1 else "Kopi Lintong"
    letter = {"letter_number": "1/TRY", "title": "Try-out", "districts": [DISTRICT]}
    span = {"opens_at": (now - days).isoformat(), "closes_at": (now + 30 * days).isoformat()}
    call("/rounds", {"round_id": round_id, **letter, **span})
    receipt = call(f"/rounds/{round_id}/recommendations", a_umkm(name, now))
    print(f"recommended {receipt['umkm_id']}")


def a_umkm(name: str, now: datetime) -> dict[str, Any]:
    return {
        "district": DISTRICT,
        "business_name": name,
        # Another owner each time, or it would be the same UMKM, and its ballot may be decided.
        "owner_name": f"Pemilik Contoh {now:%d-%H-%M-%S}",
        "phone": "+6281234567890",
        "consent_on": f"{now:%Y-%m-%d}",
        "products": [{"name": "Biji kopi arabika", "hs6": "090111", "commodity": "Kopi"}],
    }


def call(path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Ask intake, or send it a body. A refusal ends the program with its reason."""
    head = {"content-type": "application/json"}
    content = json.dumps(body).encode() if body else None
    request = urllib.request.Request(INTAKE + path, content, head)  # noqa: S310 - the address is the caller's own
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
            receipt: dict[str, Any] = json.load(answer)
            return receipt
    except HTTPError as refusal:
        sys.exit(f"intake refuses {path}: {json.load(refusal)['detail']}")
    except URLError as failure:
        sys.exit(
            f"No intake answers at {INTAKE} ({failure.reason}). Start the platform with "
            "`./sentra up`, or set INTAKE to the address that it shows."
        )


if __name__ == "__main__":
    main()
