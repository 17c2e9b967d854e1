"""The one entry check of a series: what passes it is daily, sorted, without gaps, and never negative."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tidemark_ml.types import InvalidSeries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

MAX_DAYS = 36_600
#: Far above any site's figure, and far below where a float loses single page views.
MAX_VALUE = 1e15


def read_series(points: Sequence[tuple[date, float | None]]) -> pd.Series[float]:
    """Makes a daily series of points in any order.

    Args:
        points: Each day once; None where nothing was measured. Days that are missing count as None.

    Returns:
        `float64` by day from the first to the last point, NaN where nothing was measured.

    Raises:
        InvalidSeries: Naming the first day that's wrong.
    """
    if not points:
        raise InvalidSeries("the history is empty")
    values: dict[date, float] = {}
    for day, value in points:
        if day in values:
            raise InvalidSeries(f"{day} is there twice")
        if value is not None and not (math.isfinite(value) and 0 <= value <= MAX_VALUE):
            raise InvalidSeries(f"{day}: {value} is not a number from 0 to {MAX_VALUE:.0e}")
        values[day] = math.nan if value is None else float(value)
    first, last = min(values), max(values)
    if (last - first).days >= MAX_DAYS:
        raise InvalidSeries(f"{first} to {last} is longer than {MAX_DAYS} days")
    series = pd.Series(np.fromiter(values.values(), np.float64), index=pd.DatetimeIndex(list(values)))
    return series.sort_index().asfreq("D")


def count_days(series: pd.Series[float]) -> int:
    """How many days have a value."""
    return int(series.notna().sum())
