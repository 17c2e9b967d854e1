"""The specification's network, layer by layer, and how it's run in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tidemark_ml.features import FEATURES, OUTPUT_DAYS, WINDOW_DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import keras
    from numpy.typing import NDArray


def build_network(weights: Sequence[NDArray[np.float32]] | None = None) -> keras.Model:
    """The specified layers, without an optimiser.

    Args:
        weights: In the layers' order; None: as Keras initialises them.

    Returns:
        From `(batch, 30, features)` to `(batch, 7)`.
    """
    import keras

    model = keras.Sequential(
        [
            keras.layers.Input((WINDOW_DAYS, FEATURES)),
            keras.layers.LSTM(64, return_sequences=True),
            keras.layers.Dropout(0.2),
            keras.layers.LSTM(32, return_sequences=False),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(OUTPUT_DAYS, activation="linear"),
        ]
    )
    if weights is not None:
        model.set_weights(list(weights))
    return model


class InProcessNetwork:
    """Runs the network in this process, compiled once."""

    def __init__(self, weights: Sequence[NDArray[np.float32]]) -> None:
        """Builds and compiles it.

        Args:
            weights: In the layers' order.
        """
        import tensorflow as tf

        model = build_network(weights)
        self._run: Any = tf.function(
            lambda windows: model(windows, training=False),
            input_signature=[tf.TensorSpec((None, WINDOW_DAYS, FEATURES), tf.float32)],
        )

    def predict(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """From `(batch, 30, features)` to `(batch, 7)`."""
        return np.asarray(self._run(windows).numpy(), np.float32)
