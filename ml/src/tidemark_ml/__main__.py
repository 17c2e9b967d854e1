"""`python -m tidemark_ml COMMAND`: each command is a module with `add_command`."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

# Holt-Winters' small matrices take three times the work with threads. OpenBLAS reads this when NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tidemark_ml.evaluation import benchmark
from tidemark_ml.pretraining import pretrain
from tidemark_ml.service import openapi, serve

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (serve, pretrain, benchmark, openapi)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command.

    Args:
        arguments: Those after the program's name; None: the process's.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="tidemark_ml", description="Forecasts of daily series for Tidemark")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_command(commands)
    parsed = parser.parse_args(arguments)
    code: int = parsed.run(parsed)
    return code


if __name__ == "__main__":
    sys.exit(main())
