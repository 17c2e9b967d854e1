"""The pre-trained network that comes with the package, and what's known of its errors."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import TYPE_CHECKING, cast

import numpy as np

from tidemark_ml.intervals import ScoreTable
from tidemark_ml.models.network import InProcessNetwork

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tidemark_ml.types import ModelKind

WEIGHTS_FILE = "weights.npz"
#: `{version, trained_at, scores: {kind: {level: [by horizon]}}}`.
ABOUT_FILE = "about.json"


@functools.cache
def shipped_weights() -> Sequence[NDArray[np.float32]]:
    """The network's weights, in the layers' order."""
    with resources.as_file(resources.files(__package__) / "weights" / WEIGHTS_FILE) as file, np.load(file) as arrays:
        return [arrays[name] for name in arrays.files]


@functools.cache
def shipped_network() -> InProcessNetwork:
    """The network, compiled once in this process."""
    return InProcessNetwork(shipped_weights())


@functools.cache
def _about() -> dict[str, object]:
    return cast("dict[str, object]", json.loads((resources.files(__package__) / "weights" / ABOUT_FILE).read_text()))


def shipped_version() -> str:
    """Names the weights, as `s1.1`."""
    return str(_about()["version"])


def shipped_at() -> str:
    """When they were trained, RFC 3339."""
    return str(_about()["trained_at"])


def score_table(kind: ModelKind) -> ScoreTable:
    """Quantiles of the scores that a way to forecast had on public sites kept from training."""
    scores = cast("dict[str, dict[str, dict[str, list[float]]]]", _about())["scores"]
    name = "lstm_pretrained" if kind == "lstm_fine_tuned" else kind
    return ScoreTable({int(level): quantiles for level, quantiles in scores[name].items()})
