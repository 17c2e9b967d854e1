"""The specification's network, layer by layer, and how it's run in this process."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from tidemark_ml.features import FEATURES, OUTPUT_DAYS, WINDOW_DAYS
from tidemark_ml.models.fused_lstm import fused_lstm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import keras
    import tensorflow as tf
    from numpy.typing import NDArray


def build_network(weights: Sequence[NDArray[np.float32]] | None = None, *, is_fused: bool = False) -> keras.Model:
    """The specified layers, without an optimiser.

    Args:
        weights: In the layers' order; None: as Keras initialises them.
        is_fused: Whether the LSTM layers are the fast ones, see `fused_lstm`.

    Returns:
        From `(batch, 30, features)` to `(batch, 7)`.
    """
    import keras

    lstm = fused_lstm() if is_fused else keras.layers.LSTM
    model = keras.Sequential(
        [
            keras.layers.Input((WINDOW_DAYS, FEATURES)),
            lstm(64, return_sequences=True),
            keras.layers.Dropout(0.2),
            lstm(32, return_sequences=False),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(OUTPUT_DAYS, activation="linear"),
        ]
    )
    if weights is not None:
        model.set_weights(list(weights))
    return model


class InProcessNetwork:
    """Runs the network in this process."""

    def __init__(self, weights: Sequence[NDArray[np.float32]]) -> None:
        """Takes weights; nothing is compiled for them.

        Args:
            weights: In the layers' order.

        Raises:
            ValueError: If they're another network's.
        """
        import tensorflow as tf

        self._run, shapes = _compiled()
        if [each.shape for each in weights] != shapes:
            raise ValueError("the weights are those of another network")
        self._weights = [tf.constant(each) for each in weights]

    def predict(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """From `(batch, 30, features)` to `(batch, 7)`."""
        return np.asarray(self._run(self._weights, windows).numpy(), np.float32)


@functools.cache
def _compiled() -> tuple[Callable[..., Any], list[tuple[int, ...]]]:
    """The network as a function of weights and windows, for all sites' networks, and the weights' shapes."""
    import tensorflow as tf

    model = build_network(is_fused=True)
    shapes = [tuple(variable.shape) for variable in model.trainable_variables]

    def run(weights: Sequence[tf.Tensor], windows: tf.Tensor) -> tf.Tensor:
        outputs, _ = model.stateless_call(weights, model.non_trainable_variables, windows, training=False)
        return outputs

    signature = [
        [tf.TensorSpec(shape, tf.float32) for shape in shapes],
        tf.TensorSpec((None, WINDOW_DAYS, FEATURES), tf.float32),
    ]
    return tf.function(run, input_signature=signature), shapes
