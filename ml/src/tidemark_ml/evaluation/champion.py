"""Which candidate serves: the simplest one that isn't clearly worse than the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tidemark_ml.types import ModelKind


def choose_champion(kinds: Sequence[ModelKind], losses: Sequence[NDArray[np.float64]]) -> ModelKind:
    """The simplest candidate whose mean loss is within one standard error of the best (Breiman et al. 1984).

    The error is that of the difference at the same origins: a hard week is hard for all, and says nothing of who is better.

    Args:
        kinds: From the simplest on.
        losses: Of each, `(origins,)`; NaN where no day of the week is known.
    """
    means = [float(np.nanmean(loss)) if not np.isnan(loss).all() else np.inf for loss in losses]
    best = int(np.argmin(means))
    for kind, loss in zip(kinds, losses, strict=True):
        difference = loss - losses[best]
        known = difference[~np.isnan(difference)]
        if len(known) > 0 and known.mean() <= known.std() / np.sqrt(len(known)):
            return kind
    return kinds[best]
