"""Logs: an event name and ids, one JSON line each on standard error, and never what people said.

A traceback tells where, never with which values: local variables and the texts of errors (a
database names the row it refused) would carry addresses and LINE ids into the log.
"""

import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

FRAMES = 8


def set_up() -> None:
    """Let this process log our way; for the edges (web, worker, command line)."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_values,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=_to_standard_error,
    )


def without_values(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """An exception becomes its kind and the lines it came through."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["kind"] = type(error).__name__
        event["where"] = where(error.__traceback__)
    return event


def where(trace: TracebackType | None) -> list[str]:
    """The last lines a traceback went through, newest last: 「tick.py:81 _run」."""
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]


def _to_standard_error(*_: object) -> structlog.PrintLogger:
    """Standard output belongs to what a command prints."""
    return structlog.PrintLogger(sys.stderr)
