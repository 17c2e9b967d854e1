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

    def predict(self, series: CleanSeries, origins: NDArray[np.int64], horizon: int) -> NDArray[np.float64]:
        """See `Candidate`."""
        context = context_at(series.z, origins)
        weekday = (series.weekdays[0] + origins) % 7
        holidays = series.holidays(origins[:, None] + np.arange(-WINDOW_DAYS, horizon))
        parts = []
        for ahead in range(0, horizon, OUTPUT_DAYS):
            windows, scale = build_windows(context, weekday, holidays=holidays[:, ahead : ahead + WINDOW_DAYS])
            parts.append(scale.invert(self.network.predict(windows)))
            context = np.concatenate([context, parts[-1]], axis=1)[:, OUTPUT_DAYS:]
        return np.maximum(np.concatenate(parts, axis=1)[:, :horizon], 0.0)
