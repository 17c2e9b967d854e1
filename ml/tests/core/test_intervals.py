from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from series_examples import daily, usual_site

from tidemark_ml.cleaning import clean
from tidemark_ml.intervals import CALM, OWN_ORIGINS, WIDENING, ScoreTable, half_widths, scores_of, sigma_at

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def test_own_quantiles_are_those_of_numpy() -> None:
    scores = np.abs(np.random.default_rng(3).normal(size=(OWN_ORIGINS, 28)))
    # Of later days fewer are over, of the last one hardly any.
    scores[np.arange(OWN_ORIGINS)[:, None] + 4 * np.arange(28) >= OWN_ORIGINS] = np.nan
    counts = (~np.isnan(scores)).sum(axis=0)
    ranks = np.minimum(1, np.ceil((counts + 1) * 0.8) / counts)
    own = np.array([np.nanquantile(scores[:, day], rank) for day, rank in enumerate(ranks)])
    weights = 0.5 * counts / OWN_ORIGINS
    expected = np.maximum.accumulate(weights * own + (1 - weights) * 1.0) * 0.1 * WIDENING
    found = half_widths(scores, TABLE, level=80, sigma=0.1, horizon=28, history_days=200)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_beyond_the_days_with_own_errors_the_table_goes_on_from_there() -> None:
    growing = ScoreTable({80: [1.0] * 7 + [1.5] * 21})
    widths = half_widths(np.full((OWN_ORIGINS, 7), 3.0), growing, level=80, sigma=0.1, horizon=28, history_days=200)
    assert widths[6] == pytest.approx(2.0 * 0.1 * WIDENING)
    assert widths[27] == pytest.approx(1.5 * widths[6])


def test_a_young_site_has_wider_intervals() -> None:
    young, settled = (
        half_widths(np.empty((0, 7)), TABLE, level=80, sigma=0.1, horizon=7, history_days=days) for days in (14, 28)
    )
    assert young[0] == pytest.approx(1.175 * settled[0])


def test_a_short_history_has_the_scale_of_its_own_changes() -> None:
    # Every day is 0.3 above that of the week before, in logs.
    history = daily(np.expm1(5 + 0.3 * (np.arange(60) // 7)))
    series = clean(history)
    assert sigma_at(series, np.array([14, 21, 35, 60])) == pytest.approx(0.3 + CALM)


@pytest.mark.parametrize(
    ("unknown", "change"),
    [
        # Changes to what these days are filled with don't count, nor do their own, of 0.
        (range(42, 56), 0.3),
        (range(56, 77), 0.3),
        # No two known days are a week apart: they are held against those of two weeks before.
        (range(1, 77, 2), 0.6),
        ([day for day in range(77) if day // 7 % 2], 0.6),
    ],
)
def test_the_scale_is_that_of_changes_between_known_days(unknown: Sequence[int], change: float) -> None:
    # Every day is 0.3 above that of the week before, in logs.
    history = daily(np.expm1(5 + 0.3 * (np.arange(77) // 7)))
    history.iloc[list(unknown)] = np.nan
    assert sigma_at(clean(history), np.array([77]))[0] == pytest.approx(change + CALM)


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
