"""Keras's LSTM layer with all days in one of TensorFlow's operations instead of a loop of small ones.

The same weights give the same numbers but for rounding, several times as fast on a CPU. What is exported keeps Keras's own.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras
    import tensorflow as tf


@functools.cache
def fused_lstm() -> type[keras.layers.LSTM]:
    """The layer's class; made when it's first used, since Keras takes seconds to import."""
    import keras
    import tensorflow as tf

    class FusedLSTM(keras.layers.LSTM):  # type: ignore[misc]  # Keras has no types
        # Keras looks for these names.
        def call(
            self,
            sequences: tf.Tensor,
            initial_state: None = None,  # noqa: ARG002
            mask: None = None,  # noqa: ARG002
            training: bool = False,  # noqa: ARG002
        ) -> tf.Tensor:
            """From `(batch, days, features)` to `(batch, units)`, or `(batch, days, units)`; it always begins at zero."""
            days = tf.transpose(sequences, (1, 0, 2))
            nothing = tf.zeros((tf.shape(days)[1], self.units))
            unused = tf.zeros((self.units,))
            # Not BlockLSTMV2, which has Keras's order of gates: TensorFlow takes the gradient of this one for it.
            outputs = tf.raw_ops.BlockLSTM(
                seq_len_max=tf.shape(days, tf.int64)[0],
                x=days,
                cs_prev=nothing,
                h_prev=nothing,
                w=_reorder(tf.concat([self.cell.kernel, self.cell.recurrent_kernel], axis=0)),
                wci=unused,
                wcf=unused,
                wco=unused,
                b=_reorder(tf.convert_to_tensor(self.cell.bias)),
                forget_bias=0,
                cell_clip=-1,
            )
            return tf.transpose(outputs.h, (1, 0, 2)) if self.return_sequences else outputs.h[-1]

    return FusedLSTM


def _reorder(gates: tf.Tensor) -> tf.Tensor:
    """From Keras's order of gates (input, forget, cell, output) to the operation's."""
    import tensorflow as tf

    given, forget, cell, output = tf.split(gates, 4, axis=-1)
    return tf.concat([given, cell, forget, output], axis=-1)
