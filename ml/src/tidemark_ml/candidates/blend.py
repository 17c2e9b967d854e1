"""The network and Holt-Winters, averaged in logs with fixed weights: those of recent backtests did worse in the trial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tidemark_ml.candidates.candidate import Candidate
    from tidemark_ml.cleaning import CleanSeries
    from tidemark_ml.types import ModelKind

LSTM_WEIGHT = 2 / 3
#: With fewer days Holt-Winters knows too little, and the network alone does better: docs/model-card.md.
MIN_DAYS = 180


def blend(
    lstm: NDArray[np.float64], holt_winters: NDArray[np.float64], origins: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Averages two forecasts `(origins, horizon)` in logs."""
    weights = np.where(origins >= MIN_DAYS, LSTM_WEIGHT, 1.0)[:, None]
    return weights * lstm + (1 - weights) * holt_winters


@dataclass(frozen=True)
class Blend:
    """Two candidates as one."""

    lstm: Candidate
    holt_winters: Candidate
    kind: ModelKind = "blend"

    def predict(self, series: CleanSeries, origins: NDArray[np.int64], horizon: int) -> NDArray[np.float64]:
        """See `Candidate`."""
        lstm = self.lstm.predict(series, origins, horizon)
        if origins[-1] < MIN_DAYS:
            return lstm
        return blend(lstm, self.holt_winters.predict(series, origins, horizon), origins)
