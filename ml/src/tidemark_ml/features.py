"""What the network sees of a series: windows of 30 days with the specification's features, in units of the window's level.

A window is a function of the last 44 days before its origin alone, so one network serves a site of 20 views a day and one of
two million: everything is relative to the mean and spread (in logs) of the last four weeks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WINDOW_DAYS = 30
OUTPUT_DAYS = 7
LAGS = (1, 7, 14)
ROLLING = (7, 14, 30)
#: Days that a window needs: its own, and the longest lag before them.
CONTEXT_DAYS = WINDOW_DAYS + max(LAGS)
LEVEL_DAYS = 28
#: Keeps a calm series from being blown up; about 3% of its level.
MIN_SPREAD = 0.03
INPUT_CLIP = 6.0
TARGET_CLIP = 12.0

VALUE_FEATURES = 1 + len(ROLLING) + len(LAGS)
WEEKDAYS, MONTHS = 7, 12
#: Value, rolling means, lags, weekday, month, holiday: the specification's, in this order.
FEATURES = VALUE_FEATURES + WEEKDAYS + MONTHS + 1
MONTH_COLUMNS = slice(VALUE_FEATURES + WEEKDAYS, VALUE_FEATURES + WEEKDAYS + MONTHS)
HOLIDAY_COLUMN = FEATURES - 1


@dataclass(frozen=True)
class Scale:
    """Level and spread of each window's last four weeks, in logs; `(batch, 1)`."""

    mean: NDArray[np.float64]
    spread: NDArray[np.float64]

    def apply(self, z: NDArray[np.float64], clip: float) -> NDArray[np.float32]:
        """In units of the spread, `(batch, days)`."""
        return np.clip((z - self.mean) / self.spread, -clip, clip).astype(np.float32)

    def invert(self, scaled: NDArray[np.float32]) -> NDArray[np.float64]:
        """Back to logs."""
        return scaled.astype(np.float64) * self.spread + self.mean


def scale_of(context: NDArray[np.float64]) -> Scale:
    """Level and spread of contexts `(batch, CONTEXT_DAYS)`."""
    recent = context[:, -LEVEL_DAYS:]
    return Scale(recent.mean(axis=1, keepdims=True), recent.std(axis=1, keepdims=True) + MIN_SPREAD)


def context_at(z: NDArray[np.float64], origins: NDArray[np.int64]) -> NDArray[np.float64]:
    """The days before each origin, `(batch, CONTEXT_DAYS)`; a shorter past is continued backwards by its first week.

    Args:
        z: `(days,)`, in logs, at least a week.
        origins: How many days are known; the day of that number is the first to forecast.
    """
    if origins.min(initial=WEEKDAYS) < WEEKDAYS:
        raise ValueError("a window needs at least a week")
    days = origins[:, None] + np.arange(-CONTEXT_DAYS, 0)
    before = days < 0
    days[before] %= WEEKDAYS
    context: NDArray[np.float64] = z[days]
    return context


def build_windows(
    context: NDArray[np.float64],
    first_weekday: NDArray[np.int64],
    *,
    months: NDArray[np.int64] | None = None,
    holidays: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float32], Scale]:
    """Makes windows of contexts.

    Args:
        context: `(batch, CONTEXT_DAYS)`, in logs.
        first_weekday: `(batch,)`, that of the first day to forecast; Monday is 0.
        months: `(batch, WINDOW_DAYS)`, 0 to 11; None leaves the months at zero, as the shipped network wants it.
        holidays: `(batch, WINDOW_DAYS)`, 1 on a holiday; None: none is known.

    Returns:
        `(batch, WINDOW_DAYS, FEATURES)` and the scale to invert what is forecast with.
    """
    batch = len(context)
    scale = scale_of(context)
    windows = np.zeros((batch, WINDOW_DAYS, FEATURES), np.float32)
    scaled = scale.apply(context, INPUT_CLIP)
    windows[:, :, 0] = scaled[:, -WINDOW_DAYS:]
    sums = np.concatenate([np.zeros((batch, 1)), np.cumsum(context, axis=1)], axis=1)
    ends = np.arange(CONTEXT_DAYS - WINDOW_DAYS, CONTEXT_DAYS) + 1
    for column, days in enumerate(ROLLING, start=1):
        starts = np.maximum(0, ends - days)
        means = (sums[:, ends] - sums[:, starts]) / (ends - starts)
        windows[:, :, column] = scale.apply(means, INPUT_CLIP)
    for column, lag in enumerate(LAGS, start=1 + len(ROLLING)):
        windows[:, :, column] = scaled[:, ends - 1 - lag]
    weekdays = (first_weekday[:, None] + np.arange(-WINDOW_DAYS, 0)) % WEEKDAYS
    rows, steps = np.indices(weekdays.shape)
    windows[rows, steps, VALUE_FEATURES + weekdays] = 1
    if months is not None:
        windows[rows, steps, MONTH_COLUMNS.start + months] = 1
    if holidays is not None:
        windows[:, :, HOLIDAY_COLUMN] = holidays
    return windows, scale


def weekly_change(z: NDArray[np.float64], known: NDArray[np.bool_], origins: NDArray[np.int64]) -> NDArray[np.float64]:
    """How much days differ from the week before at each origin, `(origins,)`, in logs: the mean of the last 28 known changes.

    A filled day repeats an earlier one, so only a change between two known days says something. A past with fewer than
    a week of them also takes the known days' changes to filled ones, which are older values of their weekday.

    Args:
        z: `(days,)`, in logs, filled where a day isn't known.
        known: `(days,)`.
        origins: So many days are known at each.
    """
    days = np.arange(WEEKDAYS, len(z))
    changes = np.abs(z[days] - z[days - WEEKDAYS])
    is_known, is_before_known = known[days], known[days - WEEKDAYS]
    means, counts = _mean_of_last(changes, is_known & is_before_known, origins - WEEKDAYS)
    with_filled, _ = _mean_of_last(changes, is_known, origins - WEEKDAYS)
    return np.where(counts < WEEKDAYS, with_filled, means)


def _mean_of_last(
    changes: NDArray[np.float64], counted: NDArray[np.bool_], ends: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The mean of the last 28 counted changes before each end, 0 where there's none, and how many there are in all."""
    at = np.flatnonzero(counted)
    counts = np.searchsorted(at, ends)
    # A 0 stands for those that a short past lacks.
    padded = np.concatenate([[0.0], changes[at]])
    last = padded[np.maximum(counts[:, None] + np.arange(1 - LEVEL_DAYS, 1), 0)]
    return last.sum(axis=1) / np.clip(counts, 1, LEVEL_DAYS), counts
