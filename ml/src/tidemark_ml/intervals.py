"""Prediction intervals: conformal, from how wrong the same way to forecast was of late (Vovk et al. 2005; Lei et al. 2018).

A day's score is `|z - forecast| / sigma` in logs; `sigma` is the usual change to the week before over the last four weeks of
known days, so intervals widen within a week when a site becomes restless. The quantile of a horizon is taken half from the
site's own scores of its last 120 origins and half from a table of many public sites that ships with the weights; with fewer
origins the table counts for more, and alone where there are none. Beyond the first week the table goes on from there: own
errors of the second week and later would take the network four times as long, and made no better intervals on public sites
(docs/model-card.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.features import weekly_change

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
SETTLED_DAYS = 28
YOUNG_WIDENING = 0.35


def sigma_at(series: CleanSeries, origins: NDArray[np.int64]) -> NDArray[np.float64]:
    """The local scale of errors at each origin, `(origins,)`, in logs."""
    return weekly_change(series.z, series.known, origins) + CALM


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
        scores: The site's own, `(origins, days)` of the first days ahead, NaN where there is none; may have no rows.
        table: Of the same way to forecast.
        level: In percent.
        sigma: The local scale at the origin.
        horizon: Days ahead.
        history_days: At the origin. The table is of sites with a longer history than the first weeks.

    Returns:
        `(horizon,)`, growing or equal from day to day.
    """
    pooled = table.at(level, horizon)
    own_days = min(horizon, scores.shape[1])
    own = _mix(scores[:, :own_days], pooled[:own_days], level)
    quantiles = np.concatenate([own, pooled[own_days:] * (own[-1] / pooled[own_days - 1])])
    shortness = max(0.0, 1 - history_days / SETTLED_DAYS)
    widths: NDArray[np.float64] = np.maximum.accumulate(quantiles) * sigma * WIDENING * (1 + YOUNG_WIDENING * shortness)
    return widths


def _mix(scores: NDArray[np.float64], pooled: NDArray[np.float64], level: int) -> NDArray[np.float64]:
    """The site's own quantiles and the table's, by how many scores the site has."""
    counts = (~np.isnan(scores)).sum(axis=0)
    if not counts.any():
        return pooled
    own = np.where(counts > 0, _quantiles(scores, counts, level), pooled)
    weight = 0.5 * np.minimum(1.0, counts / OWN_ORIGINS)
    mixed: NDArray[np.float64] = weight * own + (1 - weight) * pooled
    return mixed


def _quantiles(scores: NDArray[np.float64], counts: NDArray[np.int64], level: int) -> NDArray[np.float64]:
    """The finite-sample quantile of split conformal prediction by horizon; NaN where no score is known."""
    # NaN comes last, so the known ones are the first rows.
    ordered = np.sort(scores, axis=0)
    known = np.maximum(counts, 1)
    place = np.minimum(1.0, np.ceil((known + 1) * level / 100) / known) * (known - 1)
    below = place.astype(np.int64)
    columns = np.arange(scores.shape[1])
    lower, upper = ordered[below, columns], ordered[np.minimum(below + 1, known - 1), columns]
    quantiles: NDArray[np.float64] = lower + (upper - lower) * (place - below)
    return quantiles
