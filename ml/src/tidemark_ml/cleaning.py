"""The one cleaning step, before anything is learnt or forecast.

1. Excluded days (outages, marked days) and days without a measurement are unknown.
2. An unknown day takes the last value of its weekday, at most four weeks old, else the last known value. Before the first
   known day nothing is filled: the series begins there.
3. Values go to logs: `z = log1p(value)`, so that a Saturday with half the views is as far below on any site.
4. A spike counts as `SPIKE` times the median of the four weeks before, at most. A new level that stays is followed within two
   weeks, when it has become the median.

Every step looks back alone, so what is cleaned up to a day doesn't depend on later days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tidemark_ml.public_holidays import holidays_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tidemark_ml.types import Exclusion

WEEK = 7
MEMORY_DAYS = 28
#: Larger than the holidays and launches worth learning; most wikis have a day above it (shared/data).
SPIKE = 6.0


@dataclass(frozen=True)
class CleanSeries:
    """A series as models see it, from its first known day on."""

    #: Unfilled days included: `(days,)`, `log1p` of the value.
    z: NDArray[np.float64]
    #: Monday is 0.
    weekdays: NDArray[np.int64]
    index: pd.DatetimeIndex
    #: Whether the day was measured and not excluded; other days are never scored.
    known: NDArray[np.bool_]
    #: ISO 3166 alpha-2; None: no holidays are known.
    country: str | None = None

    @property
    def days(self) -> int:
        """How many days it has, filled ones included."""
        return len(self.z)

    def until(self, end: int) -> CleanSeries:
        """Its first `end` days: what was known at that origin."""
        return CleanSeries(self.z[:end], self.weekdays[:end], self.index[:end], self.known[:end], self.country)

    def holidays(self, days: NDArray[np.int64]) -> NDArray[np.float64]:
        """1 on public holidays, else 0; days are counted from its first one, and may lie outside it: a calendar is known."""
        return holidays_on(self.country, self.index[0].to_datetime64().astype("datetime64[D]") + days)


def clean(series: pd.Series[float], exclude: Sequence[Exclusion] = (), country: str | None = None) -> CleanSeries:
    """Cleans a series, see above.

    Args:
        series: Daily, without gaps in its index; NaN where nothing was measured.
        exclude: Days that are treated as if nothing had been measured.
        country: Whose holidays count.

    Returns:
        Nothing but the days from the first known one on; of no days if none is known.
    """
    values = series.to_numpy(np.float64, copy=True)
    index = pd.DatetimeIndex(series.index)
    for span in exclude:
        values[(index >= pd.Timestamp(span.start)) & (index <= pd.Timestamp(span.end))] = np.nan
    known = ~np.isnan(values)
    first = int(np.argmax(known)) if known.any() else len(values)
    values, index, known = values[first:], index[first:], known[first:]
    z = _cap_spikes(_fill(np.log1p(values)))
    return CleanSeries(z, np.asarray(index.day_of_week, np.int64), index, known, country)


def _fill(z: NDArray[np.float64]) -> NDArray[np.float64]:
    filled = z.copy()
    for day in np.flatnonzero(np.isnan(z)):
        weekdays = z[[day - ago for ago in range(WEEK, MEMORY_DAYS + 1, WEEK) if ago <= day]]
        seen = weekdays[~np.isnan(weekdays)]
        filled[day] = seen[0] if len(seen) else filled[day - 1]
    return filled


def _cap_spikes(z: NDArray[np.float64]) -> NDArray[np.float64]:
    median = pd.Series(z).rolling(MEMORY_DAYS, min_periods=WEEK).median().shift(1).to_numpy()
    # log1p bends small numbers: 3 views after weeks of none are no spike.
    limit = np.maximum(median, 1.0) + np.log(SPIKE)
    return np.where(np.isnan(limit), z, np.minimum(z, limit))
