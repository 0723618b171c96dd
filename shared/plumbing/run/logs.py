"""Structured logs, as JSON or for a console. They hold no secrets and no personal data."""

import logging
import sys
from collections.abc import Sequence

import stamina
import structlog

from shared.plumbing.core.settings import LogFormat, ServiceSettings
from shared.plumbing.run.shown_errors import bounded, formatted


def set_up(service: str, settings: ServiceSettings) -> None:
    """Configure once, at the start of a process."""
    before: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _named(service),
        bounded,
    ]
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_formatter(settings.log_format, before))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    # At INFO these log noise, or addresses with secrets.
    for chatty in ("aiokafka", "httpx", "uvicorn.access", "pymongo"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelName(settings.log_level)
        ),
        cache_logger_on_first_use=True,
    )
    # The default hook logs the arguments of retried calls, secrets included.
    stamina.instrumentation.set_on_retry_hooks([])


def _formatter(
    log_format: LogFormat, before: Sequence[structlog.typing.Processor]
) -> structlog.stdlib.ProcessorFormatter:
    """Format lines of libraries like our own."""
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer()
    if log_format is LogFormat.CONSOLE:
        renderer = structlog.dev.ConsoleRenderer()
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.ExceptionRenderer(formatted),
            renderer,
        ],
    )


def _named(service: str) -> structlog.typing.Processor:
    def add(
        _logger: object, _method: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        event["service"] = service
        return event

    return add
