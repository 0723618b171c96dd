"""A mail server that a test can close, slow down and let refuse."""

import asyncio
import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import unquote

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
OK = "250 OK"


class Inbox:
    """Real SMTP over a real socket."""

    def __init__(self) -> None:
        self.port = 0
        self.seconds_each = 0.0
        self.refuse: Callable[[str], str | None] = lambda _address: None
        """What it answers instead of OK to a recipient."""
        self.messages: list[EmailMessage] = []
        self._server: asyncio.Server | None = None
        self._sessions: set[asyncio.BaseTransport] = set()

    async def open(self) -> None:
        """Listen; the second time on the same port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Be away: nobody listens, and open connections are cut off."""
        if self._server:
            self._server.close()
            self._server = None
        for transport in list(self._sessions):
            transport.close()

    @property
    def is_away(self) -> bool:
        return self._server is None

    def to(self, address: str) -> list[EmailMessage]:
        return [each for each in self.messages if address in each["To"]]

    def notices(self) -> list[str]:
        """The notice id of each message, read from its Message-ID."""
        return [
            unquote(str(each["Message-ID"]).strip("<>").rpartition("@")[0])
            for each in self.messages
        ]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if refusal := self.refuse(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        await asyncio.sleep(self.seconds_each)
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return OK

    def _session(self) -> SMTP:
        inbox, sessions = self, self._sessions

        class Remembered(SMTP):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                sessions.add(transport)
                super().connection_made(transport)
                if inbox.is_away:  # accepted at the moment of the close
                    transport.close()

            def connection_lost(self, error: Exception | None) -> None:
                sessions.discard(self.transport)
                super().connection_lost(error)

        return Remembered(self, hostname="inbox.example", loop=asyncio.get_running_loop())
