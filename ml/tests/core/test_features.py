from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from series_examples import usual_site

from tidemark_ml.cleaning import clean
from tidemark_ml.features import (
    CONTEXT_DAYS,
    FEATURES,
    LAGS,
    MIN_SPREAD,
    MONTH_COLUMNS,
    VALUE_FEATURES,
    WINDOW_DAYS,
    build_windows,
    context_at,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


def windows_at(
    origin: int, *, months: NDArray[np.int64] | None = None, holidays: NDArray[np.float64] | None = None
) -> NDArray[np.float32]:
    series = clean(usual_site(200))
    context = context_at(series.z, np.array([origin]))
    return build_windows(context, series.weekdays[[origin]], months=months, holidays=holidays)[0][0]


def test_a_window_has_the_specified_features() -> None:
    z = clean(usual_site(200)).z
    window = windows_at(100)
    assert window.shape == (WINDOW_DAYS, FEATURES)
    mean, spread = z[72:100].mean(), z[72:100].std() + MIN_SPREAD
    expected = [z[99], z[93:100].mean(), z[86:100].mean(), z[70:100].mean(), *(z[99 - lag] for lag in LAGS)]
    np.testing.assert_allclose(window[-1, :VALUE_FEATURES], (np.array(expected) - mean) / spread, rtol=1e-5)
    # 1 January 2024 was a Monday; day 99 is a Tuesday.
    assert window[-1, VALUE_FEATURES : VALUE_FEATURES + 7].tolist() == [0, 1, 0, 0, 0, 0, 0]


def test_months_and_holidays_are_zero_unless_given() -> None:
    assert windows_at(100)[:, MONTH_COLUMNS.start :].sum() == 0
    months = np.full((1, WINDOW_DAYS), 3)
    window = windows_at(100, months=months, holidays=np.ones((1, WINDOW_DAYS)))
    assert window[:, MONTH_COLUMNS.start + 3].tolist() == [1.0] * WINDOW_DAYS
    assert window[:, -1].sum() == WINDOW_DAYS


def test_a_window_is_the_same_for_a_site_of_any_size() -> None:
    z = clean(usual_site(200)).z
    weekday = np.array([0])
    small, large = (build_windows(context_at(z + shift, np.array([100])), weekday)[0] for shift in (0.0, 9.0))
    np.testing.assert_allclose(small, large, atol=1e-4)


def test_a_short_past_is_continued_backwards_by_its_first_week() -> None:
    z = np.arange(20.0)
    context = context_at(z, np.array([20]))[0]
    assert len(context) == CONTEXT_DAYS
    assert context[-20:].tolist() == z.tolist()
    assert context[-27:-20].tolist() == z[:7].tolist()


def test_a_scaled_forecast_comes_back() -> None:
    series = clean(usual_site(100))
    context = context_at(series.z, np.array([60, 90]))
    _, scale = build_windows(context, series.weekdays[[60, 90]])
    np.testing.assert_allclose(scale.invert(scale.apply(context, 12.0)), context, atol=1e-5)
