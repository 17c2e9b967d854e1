from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from series_examples import daily, usual_site

from tidemark_ml.cleaning import clean
from tidemark_ml.features import CONTEXT_DAYS, OUTPUT_DAYS
from tidemark_ml.forecasting import forecast
from tidemark_ml.models.descent import known_errors
from tidemark_ml.models.windows import WindowSampler
from tidemark_ml.training import backtest_site
from tidemark_ml.types import Exclusion, SiteSeries

#: Days 100 to 106 of series that begin with 2024.
OUTAGE = Exclusion(date(2024, 4, 10), date(2024, 4, 16), "outage")
DOWN = np.arange(100, 107)


def down_site(days: int = 150, *, while_down: float = 0.0) -> SiteSeries:
    history = usual_site(days)
    history.iloc[DOWN] = while_down
    return SiteSeries(history, exclude=[OUTAGE])


def test_excluded_days_are_no_target_of_any_training_window() -> None:
    series = clean(down_site().history, [OUTAGE])
    batch = WindowSampler([series]).all()
    days = CONTEXT_DAYS + np.arange(len(batch.targets))[:, None] + np.arange(OUTPUT_DAYS)
    assert np.isin(DOWN, days).all()
    assert (np.isnan(batch.targets) == np.isin(days, DOWN)).all()
    assert np.isfinite(batch.windows).all()


def test_a_day_without_a_target_has_no_part_in_the_loss_nor_in_its_gradient() -> None:
    import tensorflow as tf

    targets = tf.constant([[1.0, np.nan, 3.0, np.nan], [np.nan] * 4])
    predicted = tf.Variable([[2.0, 9.0, 1.0, -9.0], [5.0] * 4])
    with tf.GradientTape() as tape:
        errors = known_errors(targets, predicted)
    assert errors.numpy().tolist() == [[1.0, 0.0, 2.0, 0.0], [0.0] * 4]
    assert tape.gradient(errors, predicted).numpy().tolist() == [[1.0, 0.0, -1.0, 0.0], [0.0] * 4]


def test_where_all_days_are_known_errors_are_the_usual_ones() -> None:
    targets, predicted = np.random.default_rng(1).normal(size=(2, 64, OUTPUT_DAYS)).astype(np.float32)
    assert np.asarray(known_errors(targets, predicted)).tobytes() == np.abs(targets - predicted).tobytes()


def test_excluded_days_are_not_scored() -> None:
    zero, wild = (
        backtest_site(down_site(while_down=value), on_progress=lambda _done, _step: None) for value in (0.0, 1e6)
    )
    assert zero == wild
    history = down_site().history.to_numpy()
    # Origins are weekly, from day 38 on. Last week's value stands for itself, and week before last's after the outage.
    days = np.setdiff1d(np.arange(38, 150), DOWN)
    ago = np.where(np.isin(days - 7, DOWN), 14, 7)
    expected = np.abs(history[days] - history[days - ago]).mean()
    assert zero.candidates[0].kind == "seasonal_naive"
    assert zero.candidates[0].mae == pytest.approx(expected, rel=1e-9)


def test_windows_after_excluded_days_count_no_more_than_those_before() -> None:
    # Every day is 0.2 above or below that of the week before, in logs.
    history = daily(np.expm1(5 + 0.2 * (np.arange(150) // 7 % 2)))
    weights = WindowSampler([clean(history, [OUTAGE])]).all().weights
    assert weights.max() == pytest.approx(weights[0])


@pytest.mark.parametrize("marked", [0, 14, 21])
def test_intervals_hold_their_share_of_days_also_when_the_last_ones_were_excluded(marked: int) -> None:
    held: dict[int, list[bool]] = {80: [], 95: []}
    for seed in range(60):
        days = usual_site(127, seed=seed)
        history, to_come = days.iloc[:120], days.iloc[120:].to_numpy()
        history.iloc[120 - marked :] = np.nan
        for level, bounds in forecast(SiteSeries(history), horizon=7, kind="weekday_profile").intervals.items():
            held.setdefault(level, []).extend((bounds[:, 0] <= to_come) & (to_come <= bounds[:, 1]))
    assert 0.7 <= np.mean(held[80]) <= 0.92
    assert 0.88 <= np.mean(held[95]) <= 1.0
