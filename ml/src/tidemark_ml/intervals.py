"""Prediction intervals: conformal, from how wrong the same way to forecast was of late (Vovk et al. 2005; Lei et al. 2018).

A day's score is `|z - forecast| / sigma` in logs; `sigma` is the usual change to the week before over the last four weeks, so
intervals widen within a week when a site becomes restless. The quantile of a horizon is taken half from the site's own scores
of its last 120 origins and half from a table of many public sites that ships with the weights; with fewer origins the table
counts for more, and alone where there are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.features import context_at, weekly_change

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tidemark_ml.cleaning import CleanSeries

LEVELS = (80, 90, 95)
OWN_ORIGINS = 120
#: Days before the first origin whose errors are counted.
MIN_ORIGIN_DAYS = 28
#: In logs: a site whose weeks are all alike still isn't known to less than 2%.
CALM = 0.02
#: Quantiles of so few days fall short a little.
WIDENING = 1.05
#: Before, a profile of a few weeks is off by more: an interval on the first day would be so much wider.
SETTLED_DAYS = 60
YOUNG_WIDENING = 0.5


def sigma_at(series: CleanSeries, origins: NDArray[np.int64]) -> NDArray[np.float64]:
    """The local scale of errors at each origin, `(origins,)`, in logs."""
    return weekly_change(context_at(series.z, origins)) + CALM


def scores_of(series: CleanSeries, origins: NDArray[np.int64], forecasts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores of forecasts whose days are over, `(origins, horizon)`; NaN where they aren't, or the day isn't known."""
    days = origins[:, None] + np.arange(forecasts.shape[1])
    is_over = days < series.days
    days = np.minimum(days, series.days - 1)
    errors = np.abs(series.z[days] - forecasts) / sigma_at(series, origins)[:, None]
    return np.where(is_over & series.known[days], errors, np.nan)


@dataclass(frozen=True)
class ScoreTable:
    """Quantiles of many sites' scores: by level in percent, one for each horizon."""

    quantiles: Mapping[int, Sequence[float]]

    def at(self, level: int, horizon: int) -> NDArray[np.float64]:
        """`(horizon,)`."""
        return np.array(self.quantiles[level][:horizon])


def half_widths(
    scores: NDArray[np.float64], table: ScoreTable, *, level: int, sigma: float, horizon: int, history_days: int
) -> NDArray[np.float64]:
    """How far the interval reaches to either side, in logs.

    Args:
        scores: The site's own, `(origins, horizon)`, NaN where there is none; may have no rows.
        table: Of the same way to forecast.
        level: In percent.
        sigma: The local scale at the origin.
        horizon: Days ahead.
        history_days: At the origin. The table is of sites with a longer history than the first weeks.

    Returns:
        `(horizon,)`, growing or equal from day to day.
    """
    pooled = table.at(level, horizon)
    counts = (~np.isnan(scores)).sum(axis=0) if len(scores) else np.zeros(horizon, np.int64)
    own = pooled.copy()
    for day in np.flatnonzero(counts):
        # The finite-sample quantile of split conformal prediction.
        rank = min(1.0, np.ceil((counts[day] + 1) * level / 100) / counts[day])
        own[day] = np.nanquantile(scores[:, day], rank)
    weight = 0.5 * np.minimum(1.0, counts / OWN_ORIGINS)
    quantiles = weight * own + (1 - weight) * pooled
    shortness = max(0.0, 1 - history_days / SETTLED_DAYS)
    return np.maximum.accumulate(quantiles) * sigma * WIDENING * (1 + YOUNG_WIDENING * shortness)
