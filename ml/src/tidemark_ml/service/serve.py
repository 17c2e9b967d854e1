"""Starts the service."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tidemark_ml.service.logs import log_json_lines
from tidemark_ml.service.settings import InvalidSettingsError, read_settings

if TYPE_CHECKING:
    import argparse

#: A backtest that someone waits for is given up when the service ends.
_SHUTDOWN_SECONDS = 5


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`serve`."""
    command = commands.add_parser(
        "serve", help="answer the API: ML_TOKEN, ML_HOST, ML_PORT and others from the environment"
    )
    command.set_defaults(run=serve)


def serve(_arguments: argparse.Namespace) -> int:
    """Serves until it's told to end.

    Returns:
        The exit code.
    """
    try:
        settings = read_settings(os.environ)
    except InvalidSettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    # TensorFlow reads these when it's imported, here and in the process that trains.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    # A step of the network is too little work to share out: on one thread a forecast takes a seventh less, an epoch a third.
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
    os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
    log_json_lines(settings.log_level)

    import uvicorn

    from tidemark_ml.service.app import build_app
    from tidemark_ml.service.core import Forecaster

    uvicorn.run(
        build_app(Forecaster(), settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    return 0
