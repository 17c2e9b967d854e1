"""A network as TensorFlow Serving loads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


def export_network(weights: Sequence[NDArray[np.float32]], folder: Path) -> None:
    """Writes a SavedModel with the signature `serving_default`: `(batch, 30, features)` to `(batch, 7)`."""
    from tidemark_ml.models.network import build_network

    build_network(weights).export(str(folder), format="tf_saved_model", verbose=False)
