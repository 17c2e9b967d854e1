"""Goes on training the shipped network on one site's own history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.features import CONTEXT_DAYS, OUTPUT_DAYS
from tidemark_ml.models.loss import known_errors
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
    import keras

    keras.utils.set_random_seed(seed)
    batch = WindowSampler([series]).all()
    split = int(len(batch.windows) * (1 - VALIDATION_SPLIT))
    model = build_network(weights)
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=lambda targets, predicted: keras.ops.mean(known_errors(targets, predicted), axis=-1),
    )
    held = (batch.windows[split:], batch.targets[split:], batch.weights[split:])
    before = float(model.evaluate(*held[:2], sample_weight=held[2], batch_size=256, verbose=0))

    report = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, _logs: on_epoch(epoch + 1))
    stopping = keras.callbacks.EarlyStopping(patience=PATIENCE, restore_best_weights=True, baseline=before)
    fit = model.fit(
        batch.windows[:split],
        batch.targets[:split],
        sample_weight=batch.weights[:split],
        validation_data=held,
        epochs=MAX_EPOCHS,
        batch_size=BATCH,
        callbacks=[stopping, report],
        verbose=0,
    )
    if min(fit.history["val_loss"]) >= before:
        return FineTuned(weights, 0)
    return FineTuned([np.asarray(each, np.float32) for each in model.get_weights()], len(fit.epoch))
