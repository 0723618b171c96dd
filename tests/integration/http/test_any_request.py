"""Whatever is asked of a service, in any form: an answer that its OpenAPI document foretells."""

import asyncio
import warnings
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from deploy.services import service_names
from tests.integration.http.serving import a_process, answers
from tests.support.engines import Engines

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what the library imports is not ours to mend
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.core.failures import FailureGroup
    from schemathesis.core.result import Err
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

pytestmark = [
    pytest.mark.engines,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings("default"),
]
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
# Streams that end when something happens, and what publishes everything again.
LEFT_OUT = ("/imports/{import_id}/events", "/replay")
OF_EACH = settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(params=service_names())
async def url(engines: Engines, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    with a_process(request.param, engines) as address:
        await answers(address)
        yield address


async def test_every_request_has_an_answer_that_the_document_foretells(url: str) -> None:
    await asyncio.to_thread(ask_everything, url)


def ask_everything(url: str) -> None:
    """Ask at every door before saying which gave a wrong answer."""
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json")
    results = schema.get_all_operations()
    operations = [result.ok() for result in results if not isinstance(result, Err)]
    requests = [each for each in operations if each.path not in LEFT_OUT]
    wrong = [f"{each.label}: {why}" for each in requests if (why := wrong_answer(each))]

    assert len(requests) > 3
    assert not wrong, "\n\n".join(wrong)


def wrong_answer(operation: Any) -> str | None:
    @given(case=operation.as_strategy())
    @OF_EACH
    def ask(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, timeout=60)

    try:
        ask()
    except FailureGroup as failures:
        return "\n".join(f"{each}" for each in failures.exceptions)
    return None
