"""A refused body leaves memory at once. The garbage collector of a service rarely runs."""

import gc
from collections.abc import Iterator
from types import FrameType

import httpx
import pytest
from pydantic import BaseModel, field_validator

from shared.plumbing.core.failures import Retryable
from shared.plumbing.http import Problem, build_app, explained


class Count(BaseModel):
    steps: int

    @field_validator("steps")
    @classmethod
    def _is_no_leap(cls, steps: int) -> int:
        if steps > 3:
            raise ValueError("that is a leap")
        return steps


@pytest.fixture
def client() -> httpx.AsyncClient:
    app = build_app("counting", "Counts.")

    @app.post("/count")
    async def count(body: Count) -> int:
        if body.steps:
            raise Retryable("not now")
        raise Problem(409, "no-steps", "Nobody moved.")

    explaining = explained(lambda _error, _body: Problem(422, "answer-body", "No."))
    app.router.add_api_route("/explained", count, methods=["POST"], route_class_override=explaining)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://counting")


@pytest.fixture
def garbage() -> Iterator[list[object]]:
    """What only the garbage collector could free, after it was called."""
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    yield gc.garbage
    gc.set_debug(0)
    gc.garbage.clear()
    gc.enable()


@pytest.mark.parametrize("path", ["/count", "/explained"])
@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b'{"steps": 4}', 422),
        (b'{"steps": "x"}', 422),
        (b'{"steps"', 422),
        (b"[" * 100_000, 400),
        (b'{"steps": 0}', 409),
        (b'{"steps": 1}', 503),
    ],
    ids=["validator", "kind", "no-json", "deep", "problem", "busy"],
)
async def test_no_frame_keeps_a_refused_body(
    client: httpx.AsyncClient, garbage: list[object], path: str, content: bytes, status: int
) -> None:
    headers = {"content-type": "application/json"}

    answer = await client.post(path, content=content, headers=headers)
    gc.collect()

    assert answer.status_code == status
    frames = [each for each in garbage if isinstance(each, FrameType)]
    assert [each.f_code.co_name for each in frames] == []
