"""The HTTP app of a service. Every failure gets an answer."""

from collections.abc import Callable, Collection
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from shared.plumbing.core.failures import Invalid, RefusedError, Retryable
from shared.plumbing.core.requests import KeyNames
from shared.plumbing.http.body_limit import MOST_BYTES, MOST_COMMAS, TOO_LARGE, BodyLimit
from shared.plumbing.http.correlated import Correlated
from shared.plumbing.http.described import DescribedApp, methods_of
from shared.plumbing.http.explained import is_body_of_another_type
from shared.plumbing.http.forgetting import Answer, forgetting
from shared.plumbing.http.names import OwnNames
from shared.plumbing.http.page import serve_page
from shared.plumbing.http.problems import Problem, no_json, refusal, rendered

SERVERS: list[dict[str, str | Any]] = [{"url": "/", "description": "The service itself."}]
NOT_ALLOWED = 405
LICENSE = {"name": "Apache 2.0", "identifier": "Apache-2.0"}
_NO_DOOR = {404: "Alamat ini tidak ada.", 405: "Alamat ini tidak menerima metode ini."}
_TRY_AGAIN = (
    "Layanan belum siap atau terlalu sibuk; coba lagi sebentar lagi. Tidak ada yang hilang."
)


def build_app(
    title: str,
    description: str,
    uploads: Collection[str] = (),
    names: Collection[str] = (),
    gate: Callable[[ASGIApp], ASGIApp] | None = None,
    **kwargs: Any,
) -> FastAPI:
    """Build the app. What is posted to one of the paths `uploads` may be large.

    `names`: the names with a dot under which it may be reached. `gate`: stands before the doors.
    """
    app = DescribedApp(
        title=title,
        description=description,
        version="1",
        servers=SERVERS,
        license_info=LICENSE,
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        **kwargs,
    )
    serve_page(app)
    app.state.key_owner, app.state.key_names = "", KeyNames()
    for kind, answer in _ANSWERS.items():
        app.add_exception_handler(kind, forgetting(answer))
    if gate:
        app.add_middleware(gate)
    app.add_middleware(Correlated)
    too_large = rendered(
        TOO_LARGE,
        f"http-{TOO_LARGE}",
        f"Isi permintaan paling banyak {MOST_BYTES} bita dan {MOST_COMMAS} koma.",
        message_en=f"A body has at most {MOST_BYTES:,} bytes and {MOST_COMMAS:,} commas.",
    )
    app.add_middleware(BodyLimit, uploads=uploads, problem=too_large)
    unknown_name = rendered(
        421,
        "unknown-name",
        "Nama alamat ini tidak dikenal; operator menambahkannya di SENTRA_HTTP_NAMES.",
        message_en="This name is not known here; operators add it to SENTRA_HTTP_NAMES.",
    )
    foreign = rendered(
        403,
        "foreign-origin",
        "Permintaan dari halaman situs lain ditolak.",
        message_en="A page of another site sent this request.",
    )
    app.add_middleware(OwnNames, names=names, unknown_name=unknown_name, foreign=foreign)
    return app


async def _problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - what it was registered for
    return rendered(error.status, error.code, error.detail, **error.more)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)  # noqa: S101 - what it was registered for
    return await _problem(request, refusal(error.refused))


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it was registered for
    if is_body_of_another_type(request, error):
        return await _problem(request, no_json())
    problems = [
        {"field": ".".join(str(part) for part in each["loc"]), "problem": each["msg"]}
        for each in error.errors()
    ]
    wrong = ", ".join(dict.fromkeys(each["field"] for each in problems))
    indonesian = f"Bagian permintaan ini salah: {wrong}."
    english = f"The request is not well formed: {wrong}."
    return rendered(422, "invalid", indonesian, message_en=english, errors=problems)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it was registered for
    status, english = error.status_code, str(error.detail)
    indonesian = _NO_DOOR.get(status, "Permintaan ini tidak dapat dibaca.")
    response = rendered(status, f"http-{status}", indonesian, message_en=english)
    response.headers.update(error.headers or {})
    methods = methods_of(request.app.openapi(), request.url.path) if status == NOT_ALLOWED else []
    if methods:  # Starlette names the methods of one route alone
        response.headers["allow"] = ", ".join(methods)
    return response


async def _invalid(_request: Request, error: Exception) -> Response:
    return rendered(422, "invalid", str(error))


async def _away(_request: Request, error: Exception) -> Response:
    response = rendered(503, "try-again", _TRY_AGAIN, message_en=str(error))
    response.headers["retry-after"] = "5"
    return response


_ANSWERS: dict[type[Exception], Answer] = {
    Problem: _problem,
    RefusedError: _refused,
    RequestValidationError: _validation,
    HTTPException: _http,
    Invalid: _invalid,
    Retryable: _away,
}
