"""An operator looks at dead letters, sends them again and lets them go, by command."""

import asyncio
import json
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from tests.integration.plumbing.post import Post

pytestmark = pytest.mark.engines

ROOT = Path(__file__).parents[3]
NOT_TEXT = b"\xff\xfe\x1b[2J"


async def dlq(post: Post, *words: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "cli", "dlq", *words]
    command += ["--kafka", post.engines.kafka_bootstrap]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout + done.stderr


async def listed(post: Post) -> list[Any]:
    code, output = await dlq(post, "list", post.topic, "--json")
    assert code == 0, output
    rows: list[Any] = json.loads(output)
    return rows


async def test_letters_are_listed_sent_again_and_let_go(post: Post) -> None:
    await post.bury_text(b"a", b"b", b"c")

    letters = await listed(post)
    sent = await dlq(post, "redrive", letters[1]["id"])
    let_go = await dlq(post, "discard", "--topic", post.topic)

    assert [letter["offset"] for letter in letters] == [0, 1, 2]
    assert (sent, let_go) == ((0, "1 sent again.\n"), (0, "2 let go.\n"))
    assert await listed(post) == []
    assert [record.value for record in await post.records(4)][3:] == [b"b"]


async def test_a_letter_that_is_no_text_is_shown_and_harms_no_terminal(post: Post) -> None:
    await post.send(NOT_TEXT, NOT_TEXT, (("trace", NOT_TEXT), ("empty", None)))
    await post.bury((await post.records(1))[0], reason="bytes \x1b[31m that are no text")
    name = f"{post.topic}/0/0"

    to_people = await dlq(post, "show", name)
    in_a_list = await dlq(post, "list", post.topic)
    code, output = await dlq(post, "show", name, "--json")

    for shown in (to_people, in_a_list):
        assert shown[0] == 0, shown[1]
        assert "that are no text" in shown[1]
        assert "\x1b" not in shown[1]
    dead_letter = json.loads(output)
    assert code == 0
    assert (
        b64decode(dead_letter["value"]["base64"])
        == b64decode(dead_letter["key"]["base64"])
        == NOT_TEXT
    )
    assert [header["name"] for header in dead_letter["headers"]] == ["trace", "empty"]
    assert dead_letter["headers"][1]["value"] is None


async def test_a_letter_that_is_not_there_is_one_sentence(post: Post) -> None:
    code, output = await dlq(post, "show", f"{post.topic}/0/7")

    assert code == 1
    assert output == f"sentra: No open dead letter is called {post.topic}/0/7.\n"


async def test_nothing_is_sent_again_unless_somebody_says_what(post: Post) -> None:
    code, output = await dlq(post, "redrive")

    assert code == 1
    assert "--all" in output
