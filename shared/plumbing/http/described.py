"""The OpenAPI document of a service, as generators of clients need it."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from starlette.routing import compile_path

from shared.plumbing.http.problems import PROBLEM, ProblemDetails

Document = dict[str, Any]
_SCHEMAS = "#/components/schemas/"
PROBLEM_CONTENT = {PROBLEM: {"schema": {"$ref": _SCHEMAS + "ProblemDetails"}}}
PROBLEMS = {
    "default": "Any other problem, in words and as a code.",
    "401": "The token or key is not valid.",
    "403": "This account is not for this door.",
    "404": "What the path names is not known.",
    "409": "The rules refuse it as things stand.",
    "412": "It has changed since the version in `If-Match`.",
    "413": "The body is too large.",
    "415": "The body is not sent as JSON.",
    "422": "The request is not well formed.",
    "503": "The service cannot answer now. Try again.",
}
BEARER_SCHEME = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An access token of the province's OpenID provider, or an API key.",
    }
}
HEADERS: Document = {
    name: {"description": description, "schema": {"type": "string"}}
    for name, description in {
        "X-Correlation-Id": "The id of the request; a client may send its own.",
        "Idempotent-Replayed": "`true` if the `Idempotency-Key` was answered before.",
        "ETag": "The version, for `If-Match`.",
        "Location": "Where to look next.",
        "Retry-After": "Seconds to wait.",
    }.items()
}
RETRY: dict[str, Document] = {"503": {"headers": {"Retry-After": HEADERS.pop("Retry-After")}}}
_VALIDATION = ("HTTPValidationError", "ValidationError")
"""What FastAPI says of a 422 by itself. Ours is a problem, as every other."""


class DescribedApp(FastAPI):
    """Says in its document what every door may answer."""

    def openapi(self) -> Document:
        if self.openapi_schema is None:
            self.openapi_schema = _described(super().openapi())
        return self.openapi_schema


def methods_of(document: Document, path: str) -> list[str]:
    """Return what may be asked of a path, by every door that it has."""
    return sorted(
        method.upper()
        for template, methods in document["paths"].items()
        if compile_path(template)[0].match(path)
        for method in methods
    )


def _described(document: Document) -> Document:
    schemas: Document = {}
    document["security"] = []
    document = _with_shared_parts(document, schemas)
    known = document.setdefault("components", {}).setdefault("schemas", {})
    document["components"]["securitySchemes"] = BEARER_SCHEME
    known |= schemas | {"ProblemDetails": ProblemDetails.model_json_schema()}
    for name in _VALIDATION:
        known.pop(name, None)
    for path, method, operation in _operations(document):
        answers = operation["responses"]
        answers.pop("422", None)  # FastAPI's own
        for name, answer in answers.items():
            answer["headers"] = answer.get("headers", {}) | _headers(name, operation)
        for status in _statuses(path, method, operation):
            answers.setdefault(status, {"description": PROBLEMS[status]} | RETRY.get(status, {}))
        for answer in (answer for status, answer in answers.items() if status >= "4"):
            answer.setdefault("content", PROBLEM_CONTENT)  # `default` comes last, too
        operation["responses"] = dict(sorted(answers.items()))
    return document


def _operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _statuses(path: str, method: str, operation: Document) -> Iterator[str]:
    yield from ("default", "503")
    parameters = {each["name"].lower() for each in operation.get("parameters", ())}
    body = operation.get("requestBody")
    if operation.get("security"):
        yield from ("401", "403")
    if "{" in path:
        yield "404"
    if method != "get":
        yield "409"
    if "if-match" in parameters:
        yield "412"
    if body:
        yield "413"
        if "application/json" in body["content"]:
            yield "415"
    if body or parameters:
        yield "422"


def _headers(status: str, operation: Document) -> Document:
    """The headers of an answer that succeeds. A client of a generator reads no others."""
    parameters = {each["name"].lower() for each in operation.get("parameters", ())}
    names = ["X-Correlation-Id"]
    if "idempotency-key" in parameters:
        names.append("Idempotent-Replayed")
    if "if-match" in parameters:
        names.append("ETag")
    if status == "202":
        names.append("Location")
    return {name: HEADERS[name] for name in names}


def _with_shared_parts(node: Any, schemas: Document) -> Any:
    """Move every `$defs` into `schemas`. A reference to it inside of a path leads nowhere."""
    if isinstance(node, list):
        return [_with_shared_parts(each, schemas) for each in node]
    if not isinstance(node, dict):
        return node
    for name, schema in node.get("$defs", {}).items():
        schemas[name] = _with_shared_parts(schema, schemas)
    return {
        key: value.replace("#/$defs/", _SCHEMAS)
        if key == "$ref"
        else _with_shared_parts(value, schemas)
        for key, value in node.items()
        if key != "$defs"
    }
