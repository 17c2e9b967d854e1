"""The usual weekday's deviation on top of the level of the last two weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.cleaning import WEEK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tidemark_ml.cleaning import CleanSeries
    from tidemark_ml.types import ModelKind

PROFILE_WEEKS = 8
LEVEL_WEEKS = 2
#: The newest week of the level counts double.
LEVEL_WEIGHTS = (1 / 3, 2 / 3)


class WeekdayProfile:
    """A profile of eight weeks, or of as many as there are, on the local level."""

    kind: ModelKind = "weekday_profile"

    def predict(self, series: CleanSeries, origins: NDArray[np.int64], horizon: int) -> NDArray[np.float64]:
        """See `Candidate`."""
        return np.stack([_forecast(series.z[:origin], horizon) for origin in origins])


def _forecast(z: NDArray[np.float64], horizon: int) -> NDArray[np.float64]:
    weeks = z[len(z) % WEEK :].reshape(-1, WEEK)[-PROFILE_WEEKS:]
    means = weeks.mean(axis=1)
    profile = (weeks - means[:, None]).mean(axis=0)
    recent = means[-LEVEL_WEEKS:]
    weights = np.array(LEVEL_WEIGHTS[-len(recent) :])
    level = recent @ weights / weights.sum()
    forecast: NDArray[np.float64] = level + profile[np.arange(horizon) % WEEK]
    return forecast
