"""The recipe: windows of all series with equal chance, mean absolute error weighted by how calm a site is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.features import FEATURES
from tidemark_ml.models.descent import descent
from tidemark_ml.models.network import build_network
from tidemark_ml.models.windows import WindowSampler

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tidemark_ml.cleaning import CleanSeries


@dataclass(frozen=True)
class Recipe:
    """What a training is repeated with."""

    seed: int = 1
    #: 1.1 million windows; more overfits (shared trial).
    steps: int = 4_300
    batch: int = 256
    learning_rate: float = 1e-3
    warmup_steps: int = 200
    clip_norm: float = 1.0


REPORT_STEPS = 100


def train(
    series: Sequence[CleanSeries], recipe: Recipe, on_progress: Callable[[int, float], None]
) -> Sequence[NDArray[np.float32]]:
    """Trains the specified network on many series.

    The same series and recipe give the same weights on the same machine and versions.

    Args:
        series: Those with a whole window count.
        recipe: See there.
        on_progress: Told the steps done and the mean loss of the last ones.

    Returns:
        The weights, in the layers' order; those of columns without data are 0.
    """
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(recipe.seed)
    tf.config.experimental.enable_op_determinism()
    model = build_network()
    sampler = WindowSampler(series)
    random = np.random.default_rng(recipe.seed)
    schedule = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=recipe.learning_rate / 100,
        decay_steps=max(1, recipe.steps - recipe.warmup_steps),
        warmup_target=recipe.learning_rate,
        warmup_steps=recipe.warmup_steps,
    )
    optimizer = keras.optimizers.Adam(schedule, clipnorm=recipe.clip_norm)
    optimizer.build(model.trainable_variables)

    step = tf.function(descent(model, optimizer))
    losses: list[float] = []
    seen = np.zeros(FEATURES, np.bool_)
    for number in range(1, recipe.steps + 1):
        batch = sampler.draw(recipe.batch, random)
        seen |= batch.windows.any(axis=(0, 1))
        losses.append(float(step(batch.windows, batch.targets, batch.weights)))
        if number % REPORT_STEPS == 0 or number == recipe.steps:
            on_progress(number, float(np.mean(losses)))
            losses.clear()
    return forget_unseen([np.asarray(each, np.float32) for each in model.get_weights()], seen)


def forget_unseen(weights: Sequence[NDArray[np.float32]], seen: NDArray[np.bool_]) -> Sequence[NDArray[np.float32]]:
    """Takes away the weights of columns that never had a value: they're what chance began with, and would be noise.

    So a forecast is the same with and without such a column, until a site's own history gives it a meaning.

    Args:
        weights: In the layers' order.
        seen: `(features,)`, whether a column ever had a value.
    """
    kernel, *others = weights
    return [np.where(seen[:, None], kernel, np.float32(0)), *others]
