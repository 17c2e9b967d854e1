"""One JSON object a line, as the API logs: level, message, timestamp. Never a history."""

from __future__ import annotations

import json
import logging
import sys
from datetime import datetime, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warn": logging.WARNING, "error": logging.ERROR}
_NAMES = {level: name for name, level in _LEVELS.items()} | {logging.CRITICAL: "error"}


class JsonLines(logging.Formatter):
    """A record as a line; `extra={"fields": {...}}` adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        """A line without its end."""
        line: dict[str, object] = {
            "level": _NAMES.get(record.levelno, "info"),
            "message": record.getMessage(),
            "timestamp": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["stack"] = self.formatException(record.exc_info)
        return json.dumps(line)


class _Lines(logging.Handler):
    def __init__(self, write: Callable[[str], None]) -> None:
        super().__init__()
        self._write = write
        self.setFormatter(JsonLines())

    def emit(self, record: logging.LogRecord) -> None:
        self._write(self.format(record))


def log_json_lines(level: str, write: Callable[[str], None] | None = None) -> None:
    """Sends everything that's logged to stdout, or where `write` takes a line.

    Args:
        level: debug, info, warn or error.
        write: Takes a line without its end.
    """
    logging.basicConfig(handlers=[_Lines(write or write_line)], level=_LEVELS[level], force=True)
    logging.captureWarnings(capture=True)
    for talkative in (
        "httpx",
        "httpcore",
        "uvicorn.access",
        "alembic",
        "mlflow",
        "absl",
        "tensorflow",
        "h5py",
        "asyncio",
    ):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def write_line(line: str) -> None:
    """Writes a line to stdout that's JSON already."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
