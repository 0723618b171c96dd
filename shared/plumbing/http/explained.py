"""Lets a service explain malformed bodies in its own words."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from shared.plumbing.http.problems import Problem

Explain = Callable[[Mapping[str, Any], Any], Problem]
"""Makes a problem from the first error of pydantic and the decoded body."""


def is_body_of_another_type(request: Request, error: RequestValidationError) -> bool:
    """Whether the body was not read as JSON, because its content type is another one."""
    return not is_json(request) and error.errors()[0]["loc"] == ("body",)


def is_json(request: Request) -> bool:
    """Whether the body is sent as JSON. A page of another site can only send forms and text."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type == "application/json" or media_type.endswith("+json")


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
                    if first["loc"][0] != "body" or is_body_of_another_type(request, error):
                        raise
                    raise explain(first, error.body) from error

            return handle_and_explain

    return ExplainedRoute
