"""Limits the address and the headers of a request. The HTTP server has no limit of its own."""

from typing import Any

from fastapi.responses import JSONResponse
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from shared.plumbing.http.problems import rendered

LONGEST_ADDRESS = 32 * 1024
"""With a query. A reason of 2,000 characters can take 24,000 bytes in it."""
MOST_BYTES = 64 * 1024
"""The address and the headers. The server would collect them without an end."""
READ_ON_SECONDS = 2
"""A client that still sends would lose an answer if the connection closed at once."""


class HeadLimit(HttpToolsProtocol):
    """Speaks HTTP, and answers a request that it cannot read with a problem."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url = b""
        self._waiting_bytes = 0
        """What came since the last head or the last piece of a body was complete."""
        self._is_refused = False

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        self._waiting_bytes += len(data)
        super().data_received(data)
        if self._waiting_bytes > MOST_BYTES and not self._is_refused:
            self._refuse(_headers_too_long())

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > LONGEST_ADDRESS:
            raise ValueError  # ends the parsing; the server then asks for the answer below

    def on_headers_complete(self) -> None:
        self._waiting_bytes = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._waiting_bytes = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._waiting_bytes = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        is_too_long = len(self.url) > LONGEST_ADDRESS
        self._refuse(_address_too_long() if is_too_long else _no_http(msg))

    def _refuse(self, problem: JSONResponse) -> None:
        """Answer and read nothing more of this connection."""
        self._is_refused = True
        headers = [*problem.raw_headers, (b"connection", b"close")]
        lines = b"".join(b"%s: %s\r\n" % header for header in headers)
        self.transport.write(STATUS_LINE[problem.status_code] + lines + b"\r\n" + problem.body)
        self.loop.call_later(READ_ON_SECONDS, self.transport.close)


def _address_too_long() -> JSONResponse:
    indonesian = f"Alamat dengan parameternya paling panjang {LONGEST_ADDRESS} bita."
    english = f"An address with its query has at most {LONGEST_ADDRESS:,} bytes."
    return rendered(414, "http-414", indonesian, message_en=english)


def _headers_too_long() -> JSONResponse:
    indonesian = f"Alamat dan kepala permintaan paling banyak {MOST_BYTES} bita."
    english = f"The address and the headers have at most {MOST_BYTES:,} bytes."
    return rendered(431, "http-431", indonesian, message_en=english)


def _no_http(english: str) -> JSONResponse:
    return rendered(400, "http-400", "Permintaan ini tidak dapat dibaca.", message_en=english)
