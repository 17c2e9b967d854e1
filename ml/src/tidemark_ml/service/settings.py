"""What the environment says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOG_LEVELS = ("debug", "info", "warn", "error")
#: So that nobody guesses it: 128 bits as hexadecimal digits.
_MIN_TOKEN_LENGTH = 32
_URL = re.compile(r"https?://[^\s/?#]+(:\d+)?/?")


class InvalidSettingsError(ValueError):
    """A variable is missing or wrong; the message names it."""


@dataclass(frozen=True)
class Settings:
    """How the service runs."""

    token: str
    host: str
    port: int
    data_dir: Path
    mlflow_tracking_uri: str | None
    tf_serving_url: str | None
    log_level: str


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Reads and checks the variables; an empty one counts as unset.

    Raises:
        InvalidSettingsError: With one line for whoever starts the service.
    """
    given = {name: value for name, value in environ.items() if value}
    token = given.get("ML_TOKEN")
    if token is None:
        raise InvalidSettingsError("ML_TOKEN is unset: it's the secret that the API calls this service with")
    if len(token) < _MIN_TOKEN_LENGTH:
        raise InvalidSettingsError(f"ML_TOKEN must have at least {_MIN_TOKEN_LENGTH} characters, not {len(token)}")
    port = given.get("ML_PORT", "8001")
    if not (port.isascii() and port.isdecimal() and int(port) < 65_536):
        raise InvalidSettingsError(f"ML_PORT is not a port: {port}")
    tf_serving_url = given.get("TF_SERVING_URL")
    if tf_serving_url is not None and not _URL.fullmatch(tf_serving_url):
        raise InvalidSettingsError(
            f"TF_SERVING_URL is not the address of a REST API, such as http://host:8501: {tf_serving_url}"
        )
    log_level = given.get("LOG_LEVEL", "info")
    if log_level not in _LOG_LEVELS:
        raise InvalidSettingsError(f"LOG_LEVEL is not one of {', '.join(_LOG_LEVELS)}: {log_level}")
    return Settings(
        token=token,
        host=given.get("ML_HOST", "127.0.0.1"),
        port=int(port),
        data_dir=Path(given.get("TIDEMARK_DATA_DIR", "data")),
        mlflow_tracking_uri=given.get("MLFLOW_TRACKING_URI"),
        tf_serving_url=tf_serving_url,
        log_level=log_level,
    )
