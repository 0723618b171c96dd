"""What leaves on each channel, byte for byte."""

import asyncio
import email
import email.policy
import socket
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote

import orjson
import pytest
from aiosmtpd.smtp import SMTP
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from services.notify.app import carriers
from services.notify.channels.message import compose, message_id
from services.notify.channels.port import SENT, AddressedNotice, ChannelAnswer
from services.notify.channels.sink import FileSink
from services.notify.model.notices import Urgency
from services.notify.rules.wording import Wording
from services.notify.settings import Settings, Tls
from shared.contracts.notify import Channel
from shared.plumbing.core.failures import Retryable
from tests.unit.notify.builders import NOW

NOTICE = f"nomination/{'u' * 64}:1:0@umkm:{'u' * 64}"
NEVER = float("inf")
SENDER = "Sentra", "notices@sentra.example"


def an_addressed_notice(
    address: str = "tiurma@kopi.example",
    name: str = "Tiurma Sihombing",
    urgency: Urgency = Urgency.NORMAL,
    notice: str = NOTICE,
) -> AddressedNotice:
    words = Wording("Kopi “Lintong” disetujui", "Yth. Ibu,\n\nSelamat.\n", "Sentra: selamat.")
    return AddressedNotice(notice, name, address, words, urgency, NOW)


def parsed(notice: AddressedNotice) -> EmailMessage:
    message = email.message_from_bytes(compose(notice, SENDER), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_every_copy_of_a_notice_has_the_same_message_id_from_which_the_notice_is_read() -> None:
    first, second = (
        parsed(an_addressed_notice()),
        parsed(an_addressed_notice(address="other@kopi.example")),
    )

    assert first["Message-ID"] == second["Message-ID"] == f"<{message_id(NOTICE, SENDER[1])}>"
    left, _, domain = first["Message-ID"].strip("<>").rpartition("@")
    assert (unquote(left), domain) == (NOTICE, "sentra.example")
    assert not first["Message-ID"].defects


def test_an_e_mail_is_a_real_message() -> None:
    message = parsed(an_addressed_notice(urgency=Urgency.URGENT))

    assert message["From"] == "Sentra <notices@sentra.example>"
    assert message["To"] == "Tiurma Sihombing <tiurma@kopi.example>"
    assert message["Subject"] == "Kopi “Lintong” disetujui"
    assert message["Date"].datetime == NOW
    assert message["Importance"] == "high"
    assert message.get_content().replace("\r\n", "\n") == "Yth. Ibu,\n\nSelamat.\n"
    assert not message.defects


@pytest.mark.parametrize(
    "address", ["no address", "a@b\r\nBcc: c@d.example", "ä@b.example", "@", "", "a b@c.example"]
)
def test_an_address_that_cannot_be_written_is_a_mistake_of_the_notice(address: str) -> None:
    with pytest.raises(ValueError, match="malformed"):
        compose(an_addressed_notice(address=address), SENDER)


@pytest.mark.parametrize("name", ["Tiurma\r\nBcc: c@d.example", "Tiurma\x00\nBcc: c@d.example"])
def test_a_name_with_a_line_break_smuggles_no_header_in(name: str) -> None:
    message = parsed(an_addressed_notice(name=name))

    assert message["Bcc"] is None
    assert message["To"].addresses[0].addr_spec == "tiurma@kopi.example"


@given(
    name=st.text(st.characters(codec="utf-8"), max_size=200),
    subject=st.text(st.characters(codec="utf-8"), max_size=300),
    body=st.text(st.characters(codec="utf-8"), max_size=3000),
)
def test_whatever_the_words_are_the_message_is_well_formed(
    name: str, subject: str, body: str
) -> None:
    notice = replace(an_addressed_notice(name=name), words=Wording(subject, body, "-"))

    raw = compose(notice, SENDER)

    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert len(message.keys()) == 10
    assert message["To"].addresses[0].addr_spec == "tiurma@kopi.example"
    assert message.get_content().splitlines() == body.splitlines()


async def test_the_sink_holds_one_line_for_each_message(tmp_path: Path) -> None:
    sink, answers = FileSink(Channel.WHATSAPP, tmp_path / "sink"), dict[str, ChannelAnswer]()
    notices = [an_addressed_notice("+6281234567890", notice=f"n-{n}") for n in (1, 2)]

    await sink.open()
    await sink.send(notices[:1], answers, NEVER)
    await sink.send(notices[1:], answers, NEVER)

    path = tmp_path / "sink" / "whatsapp.jsonl"
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    assert answers == {"n-1": SENT, "n-2": SENT}
    assert [line["notice_id"] for line in lines] == ["n-1", "n-2"]
    assert lines[0]["to"] == "+6281234567890"
    assert lines[0]["text"] == "Sentra: selamat."
    assert path.stat().st_mode & 0o077 == 0


async def test_half_a_line_of_a_dead_process_spoils_no_other(tmp_path: Path) -> None:
    (tmp_path / "sms.jsonl").write_bytes(b'{"notice_id": "n-')
    sink = FileSink(Channel.SMS, tmp_path)

    await sink.send([an_addressed_notice(notice="n-2")], {}, NEVER)

    assert orjson.loads((tmp_path / "sms.jsonl").read_bytes().splitlines()[-1])["to"]


async def test_a_sink_that_cannot_be_written_is_away_and_answers_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sink, answers = FileSink(Channel.SMS, tmp_path / "file"), dict[str, ChannelAnswer]()

    with pytest.raises(Retryable):
        await sink.open()
    with pytest.raises(Retryable):
        await sink.send([an_addressed_notice()], answers, NEVER)
    assert not answers


async def test_a_mail_server_that_does_not_encrypt_gets_no_address() -> None:
    heard = list[str]()

    class Inbox:
        async def handle_MAIL(self, *about: object) -> str:  # noqa: N802 - aiosmtpd's name
            heard.append(str(about))
            return "250 OK"

    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Inbox(), loop=loop), "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        mail = carriers(Settings(smtp_port=port))[Channel.EMAIL]

        with pytest.raises(Retryable):
            await mail.open()

    assert not heard


def test_no_password_is_sent_in_plain_text() -> None:
    with pytest.raises(ValueError, match="smtp_password needs smtp_tls"):
        Settings(smtp_tls=Tls.NONE, smtp_password=SecretStr("a password"))


async def test_a_silent_mail_server_counts_as_away_before_the_portion_ends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = Settings(claim_seconds=1.0, smtp_port=silent.getsockname()[1])
        mail = carriers(settings)[Channel.EMAIL]

        async with asyncio.timeout(settings.portion_seconds):
            with pytest.raises(Retryable):
                await mail.open()
