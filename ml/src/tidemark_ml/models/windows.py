"""Draws training windows: a series first, then a day of it, each with equal chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.features import (
    CONTEXT_DAYS,
    OUTPUT_DAYS,
    TARGET_CLIP,
    WINDOW_DAYS,
    build_windows,
    weekly_change,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tidemark_ml.cleaning import CleanSeries

#: Added to the usual weekly change, in logs, so that very calm series don't count without bounds.
CALM = 0.03


@dataclass(frozen=True)
class Batch:
    """Windows with what came after them."""

    windows: NDArray[np.float32]
    #: `(batch, 7)`, in the windows' units; NaN on days that aren't known: see `known_errors`.
    targets: NDArray[np.float32]
    #: `(batch,)`: the spread over the usual weekly change, so that calm and wild sites count alike.
    weights: NDArray[np.float32]


class WindowSampler:
    """Batches of windows of many series, reproducible by their seed."""

    def __init__(self, series: Sequence[CleanSeries]) -> None:
        """Series that have no whole window are left out."""
        usable = [each for each in series if each.days >= CONTEXT_DAYS + OUTPUT_DAYS]
        if not usable:
            raise ValueError("no series is long enough for a window")
        self._z = np.concatenate([each.z for each in usable])
        self._weekdays = np.concatenate([each.weekdays for each in usable])
        self._holidays = np.concatenate([each.holidays(np.arange(each.days)) for each in usable])
        self._known = np.concatenate([each.known for each in usable])
        self._changes = np.concatenate([weekly_change(each.z, each.known, np.arange(each.days)) for each in usable])
        lengths = np.array([each.days for each in usable])
        self._starts = np.cumsum(lengths) - lengths
        self._origins = lengths - OUTPUT_DAYS - CONTEXT_DAYS + 1

    def draw(self, size: int, random: np.random.Generator) -> Batch:
        """Draws windows with replacement."""
        series = random.integers(len(self._starts), size=size)
        return self._at(self._starts[series] + CONTEXT_DAYS + random.integers(self._origins[series]))

    def all(self) -> Batch:
        """Every window once, in order."""
        origins = [
            np.arange(start + CONTEXT_DAYS, start + CONTEXT_DAYS + count)
            for start, count in zip(self._starts, self._origins, strict=True)
        ]
        return self._at(np.concatenate(origins))

    def _at(self, origins: NDArray[np.int64]) -> Batch:
        context = self._z[origins[:, None] + np.arange(-CONTEXT_DAYS, 0)]
        holidays = self._holidays[origins[:, None] + np.arange(-WINDOW_DAYS, 0)]
        windows, scale = build_windows(context, self._weekdays[origins], holidays=holidays)
        ahead = origins[:, None] + np.arange(OUTPUT_DAYS)
        targets = scale.apply(np.where(self._known[ahead], self._z[ahead], np.nan), TARGET_CLIP)
        weights = (scale.spread[:, 0] / (self._changes[origins] + CALM)).astype(np.float32)
        return Batch(windows, targets, weights)
