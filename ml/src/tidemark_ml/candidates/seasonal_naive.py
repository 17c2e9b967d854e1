"""The same weekday last week: what every other candidate must beat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.cleaning import WEEK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tidemark_ml.cleaning import CleanSeries
    from tidemark_ml.types import ModelKind


class SeasonalNaive:
    """Repeats the last week."""

    kind: ModelKind = "seasonal_naive"

    def predict(self, series: CleanSeries, origins: NDArray[np.int64], horizon: int) -> NDArray[np.float64]:
        """See `Candidate`."""
        forecast: NDArray[np.float64] = series.z[origins[:, None] - WEEK + np.arange(horizon) % WEEK]
        return forecast
