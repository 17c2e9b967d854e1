from __future__ import annotations

import numpy as np
import pytest
from series_examples import usual_site

from tidemark_ml.cleaning import clean
from tidemark_ml.intervals import OWN_ORIGINS, WIDENING, ScoreTable, half_widths, scores_of, sigma_at

TABLE = ScoreTable({80: [1.0] * 28, 90: [2.0] * 28, 95: [3.0] * 28})


def test_without_own_errors_the_table_counts_alone() -> None:
    widths = half_widths(np.empty((0, 7)), TABLE, level=90, sigma=0.1, horizon=7, history_days=200)
    assert widths.tolist() == [pytest.approx(2.0 * 0.1 * WIDENING)] * 7


def test_enough_own_errors_count_half() -> None:
    widths = half_widths(np.full((OWN_ORIGINS, 7), 4.0), TABLE, level=90, sigma=0.1, horizon=7, history_days=200)
    assert widths[0] == pytest.approx(3.0 * 0.1 * WIDENING)


def test_an_interval_never_narrows_with_the_horizon() -> None:
    scores = np.abs(np.random.default_rng(1).normal(size=(OWN_ORIGINS, 28)))
    assert (np.diff(half_widths(scores, TABLE, level=80, sigma=0.1, horizon=28, history_days=200)) >= 0).all()


def test_a_young_site_has_wider_intervals() -> None:
    young, settled = (
        half_widths(np.empty((0, 7)), TABLE, level=80, sigma=0.1, horizon=7, history_days=days) for days in (30, 60)
    )
    assert young[0] == pytest.approx(1.25 * settled[0])


def test_a_restless_site_has_wider_intervals() -> None:
    calm, restless = (clean(usual_site(200, seed=5)) for _ in range(2))
    restless.z[150:] += np.random.default_rng(2).normal(0, 0.5, 50)
    assert sigma_at(restless, np.array([200])) > 3 * sigma_at(calm, np.array([200]))


def test_days_to_come_and_unknown_days_have_no_score() -> None:
    history = usual_site(100)
    history.iloc[97] = np.nan
    series = clean(history)
    scores = scores_of(series, np.array([96]), np.zeros((1, 7)))
    assert np.isnan(scores[0]).tolist() == [False, True, False, False, True, True, True]
