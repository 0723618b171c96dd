"""Services publish their histories again, after a broker lost them."""

import asyncio
from collections.abc import Callable, Mapping

from deploy.embedded.accounts import TokenSource
from deploy.embedded.local_http import ask
from shared.plumbing.access import Role

WITHIN_SECONDS = 600.0
# Contacts too: notify may not have read all of them before the broker died.
PATH = "/replay?erasable=true"


async def replay(
    ports: Mapping[str, int], accounts: TokenSource, say: Callable[[str], None]
) -> None:
    """Start the replay of every service. Event ids are the same, so readers drop repeats."""

    async def begin(port: int) -> tuple[int, object]:
        token = await accounts.token(Role.OPERATIONS)
        return await ask(port, PATH, method="POST", within=WITHIN_SECONDS, token=token)

    answers = await asyncio.gather(*map(begin, ports.values()), return_exceptions=True)
    for name, answer in zip(ports, answers, strict=True):
        if isinstance(answer, OSError):
            say(f"{name} did not publish its history again: {answer}.")
        elif isinstance(answer, BaseException):
            raise answer
        elif answer[0] != 200:  # noqa: PLR2004 - HTTP's own number
            say(f"{name} did not publish its history again: it answered {answer[0]}.")
