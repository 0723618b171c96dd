"""Files of districts, and how they are sent."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
from openpyxl import Workbook

from tests.integration.intake.office import Office
from tests.support.engines import Engines
from tests.support.waiting import until

ROOT = Path(__file__).parents[3]


HEADINGS = ["Nama Usaha", "Pemilik", "No HP", "Produk", "Kode HS", "Persetujuan", "NIK"]


def a_row(number: int, **fields: str) -> list[Any]:
    cells = {
        "name": f"UD Maju {number}",
        "owner": "Tiurma Sihombing",
        "phone": f"08126000{number:04}",
        "product": "Kopi",
        "hs": "090111",
        "consent": "ya, 12-03-2026",
        "nik": "",
    }
    return list((cells | fields).values())


def without_phone(row: list[Any]) -> list[Any]:
    return [*row[:2], *row[3:]]


def a_workbook(*rows: list[Any], **further: list[list[Any]]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["DINAS KOPERASI DAN UMKM"])
    sheet.merge_cells("A1:G1")
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
    for title, lines in further.items():
        another: Any = book.create_sheet(title)
        for line in lines:
            another.append(line)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


async def post(
    door: httpx.AsyncClient, office: Office, content: bytes, **fields: Any
) -> httpx.Response:
    params = {"district": "12.71", "filename": "surat-medan.xlsx"} | fields
    return await door.post(f"/rounds/{office.round_id}/imports", params=params, content=content)


@asynccontextmanager
async def a_process(
    office: Office, engines: Engines
) -> AsyncIterator[tuple[asyncio.subprocess.Process, httpx.AsyncClient]]:
    """Intake as it runs in earnest: a process that can be killed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "KAFKA_BOOTSTRAP": engines.kafka_bootstrap,
        "KAFKA_IDEMPOTENCE": str(engines.kafka_idempotence),
        "MONGO_URL": engines.mongo_url,
        "NAMESPACE": office.namespace,
        "HTTP_PORT": str(port),
        "IMPORT_LEASE_SECONDS": "2",
        "LOG_LEVEL": "WARNING",
    }
    fields = os.environ | {f"SENTRA_{name}": value for name, value in settings.items()}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.intake", cwd=ROOT, env=fields
    )
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as door:

        async def ready() -> bool:
            try:
                return (await door.get("/ready")).status_code == 200
            except httpx.TransportError:
                return False

        try:
            await until("the process is ready", ready)
            yield process, door
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()
