"""The network as a candidate; beyond its seven days it goes on from its own forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.features import OUTPUT_DAYS, WINDOW_DAYS, build_windows, context_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tidemark_ml.cleaning import CleanSeries
    from tidemark_ml.types import ModelKind, Network


@dataclass(frozen=True)
class Lstm:
    """A network, pre-trained or fine-tuned."""

    network: Network
    kind: ModelKind = "lstm_pretrained"
    #: How many of the last origins are forecast further than the network's week; None: all. The others' days are NaN.
    far_origins: int | None = None

    def predict(self, series: CleanSeries, origins: NDArray[np.int64], horizon: int) -> NDArray[np.float64]:
        """See `Candidate`."""
        weeks = np.full((len(origins), -(-horizon // OUTPUT_DAYS), OUTPUT_DAYS), np.nan)
        context = context_at(series.z, origins)
        weekday = (series.weekdays[0] + origins) % 7
        holidays = series.holidays(origins[:, None] + np.arange(-WINDOW_DAYS, horizon))
        first = 0
        for week in range(weeks.shape[1]):
            if week == 1 and self.far_origins is not None:
                first = max(0, len(origins) - self.far_origins)
                context, weekday, holidays = context[first:], weekday[first:], holidays[first:]
            windows, scale = build_windows(
                context, weekday, holidays=holidays[:, week * OUTPUT_DAYS :][:, :WINDOW_DAYS]
            )
            weeks[first:, week] = scale.invert(self.network.predict(windows))
            context = np.concatenate([context, weeks[first:, week]], axis=1)[:, OUTPUT_DAYS:]
        forecasts: NDArray[np.float64] = np.maximum(weeks.reshape(len(origins), -1)[:, :horizon], 0.0)
        return forecasts
