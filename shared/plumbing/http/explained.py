"""Bodies that are not well formed, explained in the words of a service."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from shared.plumbing.http.problems import Problem

Explain = Callable[[Mapping[str, Any], Any], Problem]
"""Makes a problem of the first error of pydantic, and of the body as it was decoded."""


def explained(explain: Explain) -> type[APIRoute]:
    """Build a kind of route that explains the first fault of a body.

    A fault in an address or a header is answered as in every service.
    """

    class ExplainedRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def handle_and_explain(request: Request) -> Response:
                try:
                    return await handle(request)
                except RequestValidationError as error:
                    first = error.errors()[0]
                    if first["loc"][0] != "body":
                        raise
                    raise explain(first, error.body) from error

            return handle_and_explain

    return ExplainedRoute
