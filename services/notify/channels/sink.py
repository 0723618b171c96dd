"""A channel that writes to a file: one line of JSON for each message."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

import orjson

from services.notify.channels.port import SENT, AddressedNotice, ChannelAnswer
from shared.contracts.notify import Channel
from shared.plumbing.core.failures import Retryable


class FileSink:
    """Syncs to disk before a message counts as sent. Several processes may share a file."""

    def __init__(self, channel: Channel, folder: Path) -> None:
        self._channel, self._path = channel, folder / f"{channel}.jsonl"

    async def open(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Retryable(f"the sink of {self._channel} is away: {error!r}") from error

    async def send(
        self, notices: Sequence[AddressedNotice], answers: dict[str, ChannelAnswer], until: float
    ) -> None:
        """Write all at once. So nothing remains to stop at `until`."""
        del until
        lines = b"".join(self._line(notice) for notice in notices)
        try:
            await asyncio.to_thread(self._append, lines)
        except OSError as error:
            raise Retryable(f"the sink of {self._channel} is away: {error!r}") from error
        answers.update((notice.notice_id, SENT) for notice in notices)

    async def close(self) -> None:
        """Nothing stays open."""

    def _line(self, notice: AddressedNotice) -> bytes:
        return orjson.dumps(
            {
                "notice_id": notice.notice_id,
                "channel": self._channel,
                "to": notice.address,
                "text": notice.words.short,
                "at": notice.at,
            },
            option=orjson.OPT_APPEND_NEWLINE,
        )

    def _append(self, lines: bytes) -> None:
        # It holds phone numbers: readable by the owner only.
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(file).st_size
            if size and os.pread(file, 1, size - 1) != b"\n":
                lines = b"\n" + lines  # a process died or the disk was full within a line
            if os.write(file, lines) != len(lines):
                raise OSError("written in part only")
            os.fsync(file)
        finally:
            os.close(file)
