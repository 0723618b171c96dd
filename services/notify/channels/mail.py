"""E-mail by SMTP."""

import asyncio
import re
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr

import structlog
from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from services.notify.channels.message import compose
from services.notify.channels.port import SENT, AddressedNotice, ChannelAnswer
from shared.plumbing.core.failures import Retryable

log = structlog.get_logger()
CLOSING = 421
"""The server closes the connection. The message is not to blame."""
PERMANENT = 500
LONGEST_REST_SECONDS = 8.0
ENHANCED_CODE = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class MailServer:
    """The mail server, and the sender address."""

    host: str
    port: int
    sender: str
    """`Name <address>`."""
    connections: int
    answers_within: float
    """Seconds for one answer. Shorter than what a portion leaves after its last message begins,
    so a silent server counts as away before the portion is cut off."""
    encrypts_first: bool = False
    """TLS from the first byte."""
    must_encrypt: bool = True
    """Before anything is sent."""
    user: str | None = None
    password: str | None = None


class Mail:
    """Sends over several connections. Each sends many messages.

    A kill between the server's answer and the mark on the notice sends a message twice. Both have
    the same Message-ID, made from the notice id.
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._sender = parseaddr(server.sender)
        self._idle: list[SMTP] = []
        self._rest_until, self._troubles = 0.0, 0

    async def open(self) -> None:
        if time.monotonic() < self._rest_until:
            raise Retryable("the mail server rests after an error")
        if not self._idle:
            try:
                self._idle.append(await self._connect())
            except (SMTPException, OSError) as error:
                raise Retryable(f"the mail server is away: {type(error).__name__}") from error

    async def send(
        self, notices: Sequence[AddressedNotice], answers: dict[str, ChannelAnswer], until: float
    ) -> None:
        waiting = deque(notices)
        workers = min(self._server.connections, len(notices))
        async with asyncio.TaskGroup() as tasks:
            drains = [
                tasks.create_task(self._drain(waiting, answers, until)) for _ in range(workers)
            ]
        if all(drain.result() for drain in drains):
            self._troubles = 0
            return
        # Do not claim and release the same notices again and again.
        self._troubles += 1
        rest = min(LONGEST_REST_SECONDS, 0.25 * 2**self._troubles)
        self._rest_until = time.monotonic() + rest
        raise Retryable("the mail server went away")

    async def close(self) -> None:
        while self._idle:
            connection = self._idle.pop()
            try:
                await connection.quit()
            except (SMTPException, OSError):
                connection.close()

    async def _connect(self) -> SMTP:
        server = self._server
        connection = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.encrypts_first,
            start_tls=server.must_encrypt and not server.encrypts_first,
            # The lookup of the machine's own name may take a second.
            local_hostname=self._sender[1].rpartition("@")[2],
            timeout=server.answers_within,
        )
        try:
            await connection.connect()
        except BaseException:
            connection.close()
            raise
        return connection

    async def _drain(
        self, waiting: deque[AddressedNotice], answers: dict[str, ChannelAnswer], until: float
    ) -> bool:
        """Send over one connection while messages and time remain. False if it was away."""
        connection: SMTP | None = None
        try:
            connection = self._idle.pop() if self._idle else await self._connect()
            while waiting and time.monotonic() < until:
                notice = waiting.popleft()
                answers[notice.notice_id] = await self._send(connection, notice)
        except (SMTPException, OSError) as error:
            # Without the text of the server: it may hold an address.
            log.warning("mail.away", why=type(error).__name__, code=getattr(error, "code", None))
            if connection:
                connection.close()
            return False
        except BaseException:
            if connection:
                connection.close()
            raise
        self._idle.append(connection)
        return True

    async def _send(self, connection: SMTP, notice: AddressedNotice) -> ChannelAnswer:
        """Turn a fault of this message into an answer. Raise faults of the server or of us."""
        try:
            message = compose(notice, self._sender)
        except ValueError:
            return ChannelAnswer(
                sent=False, reason="e-mail: the address is malformed", permanent=True
            )
        try:
            await connection.sendmail(self._sender[1], [notice.address], message)
        except SMTPRecipientsRefused as error:
            return _judge(error.recipients[0])
        except SMTPDataError as error:
            return _judge(error)
        return SENT


def _judge(error: SMTPResponseException) -> ChannelAnswer:
    if error.code == CLOSING:
        raise error
    enhanced = ENHANCED_CODE.match(error.message)
    code = f"{error.code} {enhanced.group(1)}" if enhanced else str(error.code)
    reason = f"e-mail: refused with {code}"
    return ChannelAnswer(sent=False, reason=reason, permanent=error.code >= PERMANENT)
