"""From a site's history to its forecast: the one way in for whoever serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tidemark_ml.candidates.catalogue import MIN_DAYS, default_kind, make_candidate
from tidemark_ml.cleaning import clean
from tidemark_ml.features import OUTPUT_DAYS
from tidemark_ml.intervals import LEVELS, MIN_ORIGIN_DAYS, OWN_ORIGINS, half_widths, scores_of, sigma_at
from tidemark_ml.shipped import score_table, shipped_network
from tidemark_ml.types import MAX_HORIZON_DAYS, MIN_HISTORY_DAYS, Forecast, InsufficientHistory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tidemark_ml.cleaning import CleanSeries
    from tidemark_ml.types import ModelKind, Network, SiteSeries


def forecast(
    site: SiteSeries,
    *,
    horizon: int,
    levels: Sequence[int] = LEVELS,
    kind: ModelKind | None = None,
    network: Network | None = None,
) -> Forecast:
    """Forecasts the days after a site's history.

    Args:
        site: Its history up to the last full day.
        horizon: Days ahead, 1 to 28.
        levels: Of the intervals, in percent.
        kind: What serves the site; None, or with too little history for it: the default for so much history.
        network: The one that the kinds with a network use; None: the shipped one.

    Raises:
        InsufficientHistory: Fewer than 14 days with a value.
        ValueError: A horizon or level out of range.
    """
    if not 1 <= horizon <= MAX_HORIZON_DAYS:
        raise ValueError(f"a horizon has 1 to {MAX_HORIZON_DAYS} days, not {horizon}")
    series = clean(site.history, site.exclude, site.country)
    have = int(series.known.sum())
    if have < MIN_HISTORY_DAYS:
        raise InsufficientHistory(have, MIN_HISTORY_DAYS)
    served = kind if kind is not None and have >= MIN_DAYS[kind] else default_kind(have)
    first = max(MIN_ORIGIN_DAYS, series.days - OWN_ORIGINS)
    origins = np.arange(min(first, series.days), series.days + 1)
    candidate = make_candidate(served, network or shipped_network(), far_origins=1)
    predicted = candidate.predict(series, origins, horizon)
    scores = scores_of(series, origins[:-1], predicted[:-1, :OUTPUT_DAYS])
    sigma = float(sigma_at(series, origins[-1:])[0])
    table = score_table(served)
    return _to_forecast(
        series,
        predicted[-1],
        served,
        {
            level: half_widths(scores, table, level=level, sigma=sigma, horizon=horizon, history_days=series.days)
            for level in levels
        },
    )


def _to_forecast(
    series: CleanSeries, z: NDArray[np.float64], kind: ModelKind, widths: dict[int, NDArray[np.float64]]
) -> Forecast:
    dates = pd.date_range(series.index[-1], periods=len(z) + 1, freq="D")[1:]
    return Forecast(
        dates=[day.date() for day in dates],
        values=_to_values(z),
        intervals={
            level: np.stack([_to_values(z - width), _to_values(z + width)], axis=1) for level, width in widths.items()
        },
        model_kind=kind,
    )


def _to_values(z: NDArray[np.float64]) -> NDArray[np.float64]:
    values: NDArray[np.float64] = np.maximum(np.expm1(z), 0.0)
    return values
