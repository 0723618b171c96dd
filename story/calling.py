"""Asks services over HTTP as a patient person would: again after a while, under the same key."""

from types import TracebackType
from typing import Any, Self

import httpx
import stamina

from shared.contracts.problems import problem_of
from story.platform import (
    OPERATIONS,
    Account,
    ServiceRefusedError,
    StoryError,
    StoryPlatform,
)

PATIENCE_SECONDS = 90.0
UNAVAILABLE = 503
REFUSED_FROM = 400


class Services:
    """A service that was killed is back within the patience; what was asked is asked again."""

    def __init__(self, platform: StoryPlatform) -> None:
        self._urls, self._token = platform.services, platform.token
        self._client = httpx.AsyncClient(timeout=30.0, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def get(self, account: Account, service: str, path: str, **params: Any) -> Any:
        return await self._ask(account, service, "GET", path, params=params)

    async def post(
        self, account: Account, service: str, path: str, *, key: str, **what: Any
    ) -> Any:
        """Ask under a key that is the same whenever the story is played: applied once."""
        headers = {"Idempotency-Key": key}
        return await self._ask(account, service, "POST", path, headers=headers, **what)

    async def put(self, account: Account, service: str, path: str, **what: Any) -> Any:
        return await self._ask(account, service, "PUT", path, **what)

    async def status(self, service: str) -> dict[str, Any]:
        """Ask once, without patience; raises httpx.HTTPError or OSError where nobody answers."""
        headers = await self._authorization(OPERATIONS)
        url = f"{self._urls[service]}/status"
        answer = await self._client.get(url, headers=headers, timeout=5.0)
        answer.raise_for_status()
        status: dict[str, Any] = answer.json()
        return status

    async def _authorization(self, account: Account) -> dict[str, str]:
        return {"authorization": f"Bearer {await self._token(account)}"}

    async def _ask(
        self, account: Account, service: str, method: str, path: str, **what: Any
    ) -> Any:
        url, headers = self._urls[service] + path, what.pop("headers", {})
        attempts = stamina.retry_context(
            on=(httpx.TransportError, OSError, _TryAgainError),
            attempts=None,
            timeout=PATIENCE_SECONDS,
            wait_initial=0.1,
            wait_max=2.0,
        )
        try:
            async for attempt in attempts:
                with attempt:
                    headers |= await self._authorization(account)
                    answer = await self._client.request(method, url, headers=headers, **what)
                    answer = _available(answer)
        except (httpx.TransportError, OSError, _TryAgainError) as error:
            raise StoryError(f"{service} did not answer {method} {path}: {error!r}") from error
        if answer.status_code >= REFUSED_FROM:
            code, sentence = problem_of(answer)
            request = f"{service} refused {method} {path}"
            raise ServiceRefusedError(request, answer.status_code, code, sentence)
        return answer.json()


class _TryAgainError(Exception):
    pass


def _available(answer: httpx.Response) -> httpx.Response:
    if answer.status_code == UNAVAILABLE:
        raise _TryAgainError(answer.text[:200])
    return answer
