"""Holt-Winters with a damped trend and a weekly season, on logs (Gardner & McKenzie 1985; fitted by statsmodels)."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.cleaning import WEEK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tidemark_ml.cleaning import CleanSeries
    from tidemark_ml.types import ModelKind

#: Older days say little of how fast the level moves.
FIT_DAYS = 730
#: A history that has grown so much is fitted anew.
REFIT_GROWTH = 1.2
#: Fewer days than these leave the start values to chance.
MIN_FIT_DAYS = 4 * WEEK


class HoltWinters:
    """Fits its parameters at the first origin, and again when the history has grown by a fifth; levels are followed daily.

    With a year of history, parameters of 120 days before were as good as new ones on public sites (error .775 against .774
    of last week's); with two months they weren't.
    """

    kind: ModelKind = "holt_winters"

    def predict(self, series: CleanSeries, origins: NDArray[np.int64], horizon: int) -> NDArray[np.float64]:
        """See `Candidate`."""
        forecasts = np.empty((len(origins), horizon))
        row = 0
        while row < len(origins):
            first = int(origins[row])
            end = int(np.searchsorted(origins, max(first + 1, first * REFIT_GROWTH)))
            start = max(0, first - FIT_DAYS)
            forecasts[row:end] = _follow(
                _fit(series.z[start:first]), series.z[start:], origins[row:end] - start, horizon
            )
            row = end
        return forecasts


@dataclass(frozen=True)
class _Fitted:
    """Parameters and the states before the first day."""

    alpha: float
    beta: float
    gamma: float
    phi: float
    level: float
    trend: float
    season: NDArray[np.float64]


def _fit(z: NDArray[np.float64]) -> _Fitted:
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    if len(z) < MIN_FIT_DAYS or np.ptp(z) == 0:
        return _Fitted(0.2, 0.0, 0.1, 0.98, float(z.mean()), 0.0, z[:WEEK] - z[:WEEK].mean())
    with warnings.catch_warnings():
        # A fit that stops early still forecasts; the backtest tells how well.
        warnings.simplefilter("ignore")
        # Start values by rule and no search for a start: seven times faster, and no worse on public sites.
        fit = ExponentialSmoothing(
            z, trend="add", damped_trend=True, seasonal="add", seasonal_periods=WEEK, initialization_method="heuristic"
        ).fit(use_brute=False)
    found = fit.params
    return _Fitted(
        alpha=float(found["smoothing_level"]),
        beta=float(found["smoothing_trend"]),
        gamma=float(found["smoothing_seasonal"]),
        phi=float(found["damping_trend"]),
        level=float(found["initial_level"]),
        trend=float(found["initial_trend"]),
        season=np.asarray(found["initial_seasons"], np.float64),
    )


def _follow(model: _Fitted, z: NDArray[np.float64], origins: NDArray[np.int64], horizon: int) -> NDArray[np.float64]:
    """Runs the smoothing equations over the days, and forecasts at the origins, which are in order."""
    # Python's own numbers: ten times as fast as NumPy's, one at a time.
    values, season = z[: int(origins[-1])].tolist(), model.season.tolist()
    level, trend = model.level, model.trend
    damped = np.cumsum(model.phi ** np.arange(1, horizon + 1))
    forecasts = np.empty((len(origins), horizon))
    day = 0
    for row, origin in enumerate(origins.tolist()):
        while day < origin:
            position = day % WEEK
            expected = level + model.phi * trend
            change = model.gamma * (values[day] - expected - season[position])
            next_level = expected + model.alpha * (values[day] - season[position] - expected)
            trend = model.phi * trend + model.beta * (next_level - expected)
            level = next_level
            season[position] += change
            day += 1
        forecasts[row] = level + damped * trend + np.array(season)[(origin + np.arange(horizon)) % WEEK]
    return forecasts
