"""Logs say what went wrong, and hold nothing of what people wrote."""

import io
import logging
import time
from collections.abc import Iterator
from contextlib import redirect_stdout

import pytest
import structlog
from aiokafka.errors import KafkaConnectionError
from pydantic import BaseModel, ValidationError
from pymongo.errors import BulkWriteError, OperationFailure

from shared.plumbing.core.failures import Invalid, Retryable, in_short
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.run import logs
from shared.plumbing.run.shown_errors import LONGEST_VALUE

NIK, EMAIL, STREET = "1271014501900001", "rina@example.com", "Jalan Gatot Subroto 7"
DOCUMENT = {"nik": NIK, "email": EMAIL, "address": STREET}
WITHIN_SECONDS = 10
"""Generous: a quadratic pattern needs minutes for the same."""
OF_A_DRIVER = BulkWriteError({"writeErrors": [{"code": 121, "op": DOCUMENT}]})


class Dossier(BaseModel):
    nik: int


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def logged(error: BaseException) -> str:
    """What the log says of this error, by our logger and by one of a library."""
    written = io.StringIO()
    with redirect_stdout(written):
        logs.set_up("intake", ServiceSettings())
        structlog.get_logger().error("request.bug", exc_info=error)
        logging.getLogger("uvicorn.error").error("bug", exc_info=error)
    return written.getvalue()


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    with pytest.raises(type(error)) as failure:
        raise error from cause
    return failure.value


def test_an_error_of_the_driver_is_logged_without_its_documents() -> None:
    text = logged(raised(OF_A_DRIVER))

    assert text.count("BulkWriteError: (code 65)") == 2
    assert not [private for private in (NIK, EMAIL, STREET) if private in text]


def test_neither_a_cause_nor_a_group_shows_a_document() -> None:
    in_a_group = ExceptionGroup("two", [OF_A_DRIVER, raised(Retryable("away"), OF_A_DRIVER)])

    text = logged(raised(in_a_group))

    assert "Retryable: away" in text
    assert not [private for private in (NIK, EMAIL, STREET) if private in text]


def test_no_line_of_a_text_in_a_group_is_shown_and_no_other_line_is_lost() -> None:
    grouped = ExceptionGroup("two", [OperationFailure(f"dup\n{DOCUMENT}\nend"), ValueError("b")])

    text = logged(raised(grouped))

    assert not [private for private in (NIK, EMAIL, STREET) if private in text]
    assert "ValueError: b" in text


def test_a_long_text_without_blanks_is_looked_through_in_no_time() -> None:
    began = time.process_time()

    logged(raised(KeyError("x" * 200_000)))

    assert time.process_time() - began < WITHIN_SECONDS


def test_a_wrong_value_is_named_by_its_field() -> None:
    with pytest.raises(ValidationError) as failure:
        Dossier.model_validate({"nik": STREET})

    text = logged(failure.value)

    assert "nik: Input should be a valid integer" in text
    assert STREET not in text


def test_numbers_of_people_in_an_error_of_python_are_not_shown() -> None:
    text = logged(raised(KeyError(f"{NIK} of {EMAIL} in f00d1271014501900001")))

    assert NIK not in text.replace(f"f00d{NIK}", "")
    assert EMAIL not in text
    assert "f00d1271014501900001" in text


def test_a_long_value_is_cut() -> None:
    written = io.StringIO()
    with redirect_stdout(written):
        logs.set_up("intake", ServiceSettings())
        structlog.get_logger().warning("odd", value="x" * 10_000, values=["y"] * 10_000, n=7)

    assert len(written.getvalue()) < 2 * LONGEST_VALUE + 300


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OperationFailure(f"dup key {NIK}", 11000), "OperationFailure"),
        (KafkaConnectionError(NIK), "KafkaConnectionError"),
        (Invalid("unknown type"), "unknown type"),
    ],
)
def test_only_our_own_errors_are_shown_in_words(error: Exception, sentence: str) -> None:
    assert in_short(error) == sentence
