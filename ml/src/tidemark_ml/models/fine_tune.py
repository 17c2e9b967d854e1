"""Goes on training the shipped network on one site's own history."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tidemark_ml.features import CONTEXT_DAYS, FEATURES, OUTPUT_DAYS, WINDOW_DAYS
from tidemark_ml.models.descent import descent, weighted_error
from tidemark_ml.models.network import build_network
from tidemark_ml.models.windows import WindowSampler

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tidemark_ml.cleaning import CleanSeries

#: The specification's.
MAX_EPOCHS = 100
BATCH = 32
VALIDATION_SPLIT = 0.2
#: A tenth of the specification's, which would make the network forget what it brings along.
LEARNING_RATE = 1e-4
PATIENCE = 5
#: Fewer windows teach nothing.
MIN_WINDOWS = 10


@dataclass(frozen=True)
class FineTuned:
    """A network that knows its site."""

    weights: Sequence[NDArray[np.float32]]
    #: Those that were run; 0 where the shipped weights were never beaten on the last fifth of the windows.
    epochs: int


def can_fine_tune(days: int) -> bool:
    """Whether a history has enough windows."""
    return days - CONTEXT_DAYS - OUTPUT_DAYS + 1 >= MIN_WINDOWS


def fine_tune(
    weights: Sequence[NDArray[np.float32]],
    series: CleanSeries,
    *,
    on_epoch: Callable[[int], None],
    seed: int = 0,
) -> FineTuned:
    """Trains on the first 80% of the windows until the last 20% get no better.

    Args:
        weights: To begin with.
        series: Up to the origin; see `can_fine_tune`.
        on_epoch: Told the epochs done; may raise `Cancelled`.
        seed: The same one gives the same weights.
    """
    batch = WindowSampler([series]).all()
    split = int(len(batch.windows) * (1 - VALIDATION_SPLIT))
    held = (batch.windows[split:], batch.targets[split:], batch.weights[split:])
    tuner = _tuner()
    tuner.begin(weights, seed)
    best, kept = tuner.loss(*held), weights
    random = np.random.default_rng(seed)
    epoch = waited = 0
    while epoch < MAX_EPOCHS and waited < PATIENCE:
        order = random.permutation(split)
        for start in range(0, split, BATCH):
            drawn = order[start : start + BATCH]
            tuner.step(batch.windows[drawn], batch.targets[drawn], batch.weights[drawn])
        epoch += 1
        on_epoch(epoch)
        loss = tuner.loss(*held)
        if loss < best:
            best, kept, waited = loss, tuner.weights(), 0
        else:
            waited += 1
    return FineTuned(kept, 0 if kept is weights else epoch)


class _Tuner:
    """The network with its optimiser: compiled once in this process, and set back for each site."""

    def __init__(self) -> None:
        import keras
        import tensorflow as tf

        self._model = build_network(is_fused=True)
        self._optimizer = keras.optimizers.Adam(LEARNING_RATE)
        self._optimizer.build(self._model.trainable_variables)
        self._fresh = [np.asarray(each) for each in self._optimizer.variables]
        # Of any size: the last batch is smaller.
        signature = [
            tf.TensorSpec((None, WINDOW_DAYS, FEATURES), tf.float32),
            tf.TensorSpec((None, OUTPUT_DAYS), tf.float32),
            tf.TensorSpec((None,), tf.float32),
        ]
        self.step: Any = tf.function(descent(self._model, self._optimizer), input_signature=signature)
        self._loss: Any = tf.function(
            lambda windows, targets, weights: weighted_error(self._model(windows, training=False), targets, weights),
            input_signature=signature,
        )

    def begin(self, weights: Sequence[NDArray[np.float32]], seed: int) -> None:
        """Forgets the last site."""
        self._model.set_weights(list(weights))
        for variable, fresh in zip(self._optimizer.variables, self._fresh, strict=True):
            variable.assign(fresh)
        random = np.random.default_rng(seed)
        for layer in self._model.layers:
            # What dropout draws by.
            if hasattr(layer, "seed_generator"):
                layer.seed_generator.state.assign(random.integers(2**31, size=2, dtype=np.uint32))

    def loss(self, *held: NDArray[np.float32]) -> float:
        """On windows, targets and weights."""
        return float(self._loss(*held))

    def weights(self) -> Sequence[NDArray[np.float32]]:
        """As they are now, in the layers' order."""
        return [np.asarray(each, np.float32) for each in self._model.get_weights()]


@functools.cache
def _tuner() -> _Tuner:
    return _Tuner()
