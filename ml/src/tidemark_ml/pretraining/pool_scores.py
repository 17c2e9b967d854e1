"""How wrong each way to forecast is on public sites kept from training: the table that intervals begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.candidates.catalogue import KINDS, make_candidate
from tidemark_ml.evaluation.backtest import MIN_TRAINING_DAYS
from tidemark_ml.intervals import LEVELS, scores_of
from tidemark_ml.types import MAX_HORIZON_DAYS, MIN_LSTM_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tidemark_ml.cleaning import CleanSeries
    from tidemark_ml.types import ModelKind, Network

#: Daily origins of each site, the last ones.
ORIGINS = 180


def pool_scores(
    series: Sequence[CleanSeries], network: Network, on_progress: Callable[[int], None]
) -> dict[ModelKind, dict[int, list[float]]]:
    """Quantiles of the sites' scores, each site counting alike.

    Returns:
        By kind and level in percent, one for each horizon up to 28 days.
    """
    usable = [each for each in series if each.days >= MIN_LSTM_DAYS + MAX_HORIZON_DAYS]
    kinds = [kind for kind in KINDS if kind != "lstm_fine_tuned"]
    by_kind: dict[ModelKind, list[np.ndarray]] = {kind: [] for kind in kinds}
    for number, each in enumerate(usable, start=1):
        first = max(MIN_TRAINING_DAYS, each.days - ORIGINS)
        origins = np.arange(first, each.days)
        for kind in kinds:
            predicted = make_candidate(kind, network).predict(each, origins, MAX_HORIZON_DAYS)
            scores = scores_of(each, origins, predicted)
            by_kind[kind].append(np.nanquantile(scores, np.array(LEVELS) / 100, axis=0))
        on_progress(number)
    return {kind: _table(quantiles) for kind, quantiles in by_kind.items()}


def _table(quantiles: list[np.ndarray]) -> dict[int, list[float]]:
    # The median site's quantile would leave half of the sites with too narrow intervals; the mean one covers on the whole.
    means = np.maximum.accumulate(np.nanmean(np.stack(quantiles), axis=0), axis=1)
    return {level: [round(float(value), 4) for value in means[row]] for row, level in enumerate(LEVELS)}
