"""Endorsement makes the events; subscriptions gives them to readers without Kafka."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from tests.integration.endorsement.hall import Hall
from tests.integration.subscriptions.polling import a_feed
from tests.support.engines import Engines, running_engines


@pytest.fixture(scope="package")
async def engines() -> AsyncIterator[Engines]:
    """Engines of their own: a test here deletes events, as retention does."""
    async with running_engines() as started:
        yield started


@pytest.fixture(scope="module")
async def hall(engines: Engines) -> AsyncIterator[Hall]:
    async with Hall.open(engines) as opened:
        await opened.replica()
        yield opened


@pytest.fixture(scope="module")
async def feed(engines: Engines) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    async with a_feed(engines) as opened:
        yield opened


@pytest.fixture
def door(feed: tuple[FastAPI, httpx.AsyncClient]) -> httpx.AsyncClient:
    return feed[1]
