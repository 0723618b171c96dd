"""The local SMTP inbox. Messages are on disk before they are accepted."""

import argparse
import asyncio
import os
import signal
import time
import uuid
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.embedded.local_http import HOST


class MailFolder:
    """A maildir, which any mail reader opens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("tmp", "new", "cur"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        await asyncio.to_thread(self._save, envelope)
        return "250 OK"

    def _save(self, envelope: Envelope) -> None:
        name = f"{time.time_ns()}.{uuid.uuid4().hex}.sentra"
        unfinished, finished = self._folder / "tmp" / name, self._folder / "new" / name
        with unfinished.open("wb") as file:
            file.write(_with_envelope(envelope))
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(finished)
        folder = os.open(finished.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name is as durable as the content
        finally:
            os.close(folder)


def _with_envelope(envelope: Envelope) -> bytes:
    """Add the real recipients, because the header `To` may differ."""
    recipients = "".join(f"Delivered-To: {address}\r\n" for address in envelope.rcpt_tos)
    content = envelope.content or b""
    body = content.encode() if isinstance(content, str) else content
    return f"Return-Path: <{envelope.mail_from}>\r\n{recipients}".encode() + body


async def serve(port: int, maildir: Path) -> None:
    inbox = MailFolder(maildir)
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    server = await loop.create_server(
        lambda: SMTP(inbox, hostname="sentra.localhost", enable_SMTPUTF8=True, loop=loop),
        HOST,
        port,
    )
    async with server:
        await ended.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--maildir", type=Path, required=True)
    chosen = parser.parse_args()
    asyncio.run(serve(chosen.port, chosen.maildir))
