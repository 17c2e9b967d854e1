"""What any forecast must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidemark_ml.types import Forecast


def assert_sensible(made: Forecast, highest: float) -> None:
    """Finite, never negative, within its intervals, of which wider ones hold narrower ones, and of the history's size.

    Args:
        made: With the intervals of 80, 90 and 95%.
        highest: The history's highest day.
    """
    lower, upper = ([made.intervals[level][:, side] for level in (95, 90, 80)] for side in (0, 1))
    bounds = np.stack([np.zeros(len(made.values)), *lower, made.values, *reversed(upper)])
    assert np.isfinite(bounds).all()
    assert (np.diff(bounds, axis=0) >= 0).all()
    assert (made.values <= 10 * max(1.0, highest)).all()
