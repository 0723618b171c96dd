"""Lets a service explain malformed bodies in its own words."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from shared.plumbing.http.problems import Problem

Explain = Callable[[Mapping[str, Any], Any], Problem]
"""Makes a problem from the first error of pydantic and the decoded body."""


def explained(explain: Explain) -> type[APIRoute]:
    """Build a route class that explains the first fault of a body.

    Faults in a path, query or header get the usual answer.
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
