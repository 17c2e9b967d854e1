"""The contract as a file, `ml/openapi.json`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`openapi`."""
    command = commands.add_parser("openapi", help="print the contract; ml/openapi.json is made so")
    command.set_defaults(run=print_contract)


def print_contract(_arguments: argparse.Namespace) -> int:
    """Prints it.

    Returns:
        The exit code.
    """
    sys.stdout.write(contract())
    return 0


def contract() -> str:
    """The OpenAPI document, sorted, with an end of line."""
    from tidemark_ml.service.app import build_app
    from tidemark_ml.service.core import Forecaster
    from tidemark_ml.service.settings import read_settings

    app = build_app(Forecaster(), read_settings({"ML_TOKEN": "unused" * 6}))
    return json.dumps(app.openapi(), indent=2, sort_keys=True) + "\n"
