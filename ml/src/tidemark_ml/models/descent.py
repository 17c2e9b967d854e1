"""One step of training, and the loss: mean absolute error on known days, weighted so that calm and wild sites count alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import keras
    import tensorflow as tf


def known_errors(targets: tf.Tensor, forecasts: tf.Tensor) -> tf.Tensor:
    """Absolute errors `(batch, 7)`; 0, and without a gradient, where the target is NaN."""
    import tensorflow as tf

    return tf.abs(tf.where(tf.math.is_nan(targets), forecasts, targets) - forecasts)


def weighted_error(forecasts: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor) -> tf.Tensor:
    """Of forecasts and targets `(batch, 7)` with weights `(batch,)`."""
    import tensorflow as tf

    return tf.reduce_mean(known_errors(targets, forecasts) * weights[:, None])


def descent(
    model: keras.Model, optimizer: keras.optimizers.Optimizer
) -> Callable[[tf.Tensor, tf.Tensor, tf.Tensor], tf.Tensor]:
    """A step, to be compiled: takes windows, targets and weights, changes the model, gives the loss before."""
    import tensorflow as tf

    def descend(windows: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            loss = weighted_error(model(windows, training=True), targets, weights)
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss

    return descend
