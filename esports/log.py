"""Structured logs: one JSON line a record, with the correlation id of the request or job."""

import logging
import sys
from typing import Any

import structlog

SECRET_WORDS = ("password", "secret", "token", "cookie", "authorization", "database_url", "redis_url")


def redact(_logger: object, _name: str, record: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Blank every value whose key names a secret."""
    for key in record:
        if any(word in key.lower() for word in SECRET_WORDS):
            record[key] = "[redacted]"
    return record


def configure(level: str, form: str) -> None:
    """Send every record, ours and the libraries', to standard error in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        redact,
        structlog.processors.format_exc_info,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())


def get(name: str) -> structlog.stdlib.BoundLogger:
    """A logger bound to `name`."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def bind(**values: Any) -> None:
    """Add values, such as `correlation_id`, to every later record of this task."""
    structlog.contextvars.bind_contextvars(**values)
