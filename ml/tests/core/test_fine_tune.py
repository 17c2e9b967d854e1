from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from series_examples import usual_site

from tidemark_ml.cleaning import clean
from tidemark_ml.models import fine_tune as tuning
from tidemark_ml.models.network import InProcessNetwork
from tidemark_ml.models.windows import WindowSampler
from tidemark_ml.shipped import shipped_weights

if TYPE_CHECKING:
    import pytest

SERIES = clean(usual_site(200))


def held_loss(weights: object) -> float:
    batch = WindowSampler([SERIES]).all()
    last = int(len(batch.windows) * 0.8)
    errors = np.abs(InProcessNetwork(weights).predict(batch.windows[last:]) - batch.targets[last:])  # type: ignore[arg-type]
    return float((errors * batch.weights[last:, None]).mean())


def test_what_is_kept_is_the_best_on_the_last_fifth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "MAX_EPOCHS", 8)
    untrained = [each * np.float32(0.5) for each in shipped_weights()]
    losses = []
    tuned = tuning.fine_tune(untrained, SERIES, on_epoch=losses.append)
    assert tuned.epochs == len(losses) > tuning.PATIENCE
    assert held_loss(tuned.weights) < held_loss(untrained)


def test_without_a_gain_the_weights_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    # So large steps that every epoch makes it worse.
    monkeypatch.setattr(tuning, "LEARNING_RATE", 1.0)
    tuning._tuner.cache_clear()
    epochs: list[int] = []
    tuned = tuning.fine_tune(shipped_weights(), SERIES, on_epoch=epochs.append)
    tuning._tuner.cache_clear()
    assert (tuned.weights, tuned.epochs) == (shipped_weights(), 0)
    assert epochs == [1, 2, 3, 4, 5]


def test_a_site_learns_the_same_whatever_was_learnt_before_it() -> None:
    def tune(series: object) -> bytes:
        tuned = tuning.fine_tune(shipped_weights(), series, on_epoch=lambda _epoch: None)  # type: ignore[arg-type]
        return b"".join(each.tobytes() for each in tuned.weights)

    first = tune(SERIES)
    tune(clean(usual_site(150, seed=9)))
    assert tune(SERIES) == first
