"""An agency votes over HTTP: needs Python and two addresses, no Kafka and no package.

It stands alone: copy it, and write what your agency thinks into `opinion`.
"""

import json
import os
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

EVENTS = os.environ.get("EVENTS", "http://127.0.0.1:8005")
VOTES = os.environ.get("VOTES", "http://127.0.0.1:8002")
AGENCY = os.environ.get("AGENCY", "bi")
KEY = Path(os.environ.get("SENTRA_TOKEN_FILE", os.devnull)).read_text().strip()  # an API key
HEADERS = {"content-type": "application/json"} | ({"authorization": f"Bearer {KEY}"} if KEY else {})
PLACE = Path(os.environ.get("PLACE", f"agency-{AGENCY}.cursor"))
Event = dict[str, Any]


def opinion(opened: Event) -> Event:
    """Judge one UMKM; a mean of the 3K is its score."""
    if not opened.get("hs6"):
        return {"choice": "need-info", "reason": "Kode HS produk belum dinyatakan."}
    return {"choice": "endorse", "scores": {"kualitas": 85, "kuantitas": 70, "kontinuitas": 75}}


def vote_on(opened: Event) -> Event:
    """Answer one opened ballot: the same event always has the same vote id, so it counts once."""
    data, vote_id = opened["data"], f"{AGENCY}/{opened['id']}"
    print(f"asked     {data['umkm_id']} {data['business_name']}, due {data['due_at'][:10]}")
    return {"vote_id": vote_id, "cast": {"umkm_id": data["umkm_id"], **opinion(data)}}


def call(url: str, body: Any = None) -> Any:
    content = json.dumps(body).encode() if body else None
    request = urllib.request.Request(url, content, HEADERS)  # noqa: S310 - the address is the caller's
    while True:  # a restart over there, a lost line: the same again is safe
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - the same
                return json.load(answer)
        except OSError as error:
            if getattr(error, "code", 503) != 503:  # noqa: PLR2004 - Service Unavailable
                raise
            print(f"waiting   {error}", flush=True)
            time.sleep(5)


def page_after(cursor: str) -> Any:
    """Wait for the next ballots; what retention has deleted meanwhile is passed over."""
    query = {"type": "endorsement.ballot-opened.v1", "wait": 30}
    try:
        return call(f"{EVENTS}/events?" + urlencode(query | ({"after": cursor} if cursor else {})))
    except HTTPError as error:
        if error.code != 410:  # noqa: PLR2004 - Gone
            raise
        return {"events": [], "next": json.load(error)["earliest"]}


def main() -> None:
    print(f"{AGENCY} reads {EVENTS}/events; Ctrl-C ends it", flush=True)
    cursor, seen = PLACE.read_text() if PLACE.exists() else "", set[str]()
    while True:
        page = page_after(cursor)
        events = {each["id"]: each for each in page["events"] if each["id"] not in seen}
        votes = [vote_on(each) for each in events.values() if AGENCY in each["data"]["agencies"]]
        answers = call(f"{VOTES}/agencies/{AGENCY}/votes/batch", votes) if votes else []
        # Only now: who is killed before takes the same page again, and its votes count once.
        PLACE.write_text(cursor := page["next"])
        seen |= events.keys()  # delivery is at least once
        for one in answers:
            print("answered ", one["umkm_id"], *filter(None, (one["result"], one["detail"])))
        print(end="", flush=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
