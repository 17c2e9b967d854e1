"""Training a site: the network fine-tuned on its history, every candidate held against the days that came, a champion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.candidates.catalogue import make_candidates
from tidemark_ml.cleaning import clean
from tidemark_ml.evaluation.backtest import run_backtest, weekly_origins
from tidemark_ml.models.fine_tune import MAX_EPOCHS, can_fine_tune, fine_tune
from tidemark_ml.models.network import InProcessNetwork
from tidemark_ml.shipped import score_table, shipped_network, shipped_weights
from tidemark_ml.types import MIN_LSTM_DAYS, InsufficientHistory, TrainedSite

if TYPE_CHECKING:
    from collections.abc import Callable

    from tidemark_ml.types import Backtest, OnProgress, SiteSeries

#: Shares of the progress bar: fine-tuning for the backtest, the backtest, fine-tuning on all days.
TUNING, TESTING = 0.4, 0.2


def train_site(site: SiteSeries, *, on_progress: OnProgress, seed: int = 0) -> TrainedSite:
    """Fine-tunes, backtests and chooses.

    Args:
        site: Its history up to the last full day.
        on_progress: Told how far it is; may raise `Cancelled`.
        seed: The same one gives the same result.

    Raises:
        InsufficientHistory: Fewer than 60 days with a value.
    """
    backtest = backtest_site(site, on_progress=on_progress, seed=seed)
    # The days that a backtest takes have enough windows for this as well.
    series = clean(site.history, site.exclude, site.country)
    tuned = fine_tune(shipped_weights(), series, seed=seed, on_epoch=_tell_epochs(on_progress, TUNING + TESTING, 1.0))
    on_progress(1.0, "done")
    return TrainedSite(backtest, tuned.weights, tuned.epochs, int(series.known.sum()))


def backtest_site(site: SiteSeries, *, on_progress: OnProgress, seed: int = 0) -> Backtest:
    """The backtest alone; see `train_site`."""
    series = clean(site.history, site.exclude, site.country)
    have = int(series.known.sum())
    if have < MIN_LSTM_DAYS:
        raise InsufficientHistory(have, MIN_LSTM_DAYS)
    measured = site.history.to_numpy(np.float64)[len(site.history) - series.days :]
    values = np.where(series.known, measured, np.nan)
    origins = weekly_origins(series)
    first = int(origins[0])
    own: InProcessNetwork | None = None
    # Trained on the days before the first origin alone: the days to forecast stay unseen.
    if can_fine_tune(first):
        tuned = fine_tune(
            shipped_weights(), series.until(first), seed=seed, on_epoch=_tell_epochs(on_progress, 0.0, TUNING)
        )
        own = InProcessNetwork(tuned.weights)
    candidates = make_candidates(shipped_network(), own)
    return run_backtest(
        candidates,
        series,
        values,
        score_table,
        origins=origins,
        on_candidate=lambda kind, number: on_progress(
            TUNING + TESTING * number / len(candidates), f"backtest of {kind.replace('_', ' ')}"
        ),
    )


def _tell_epochs(on_progress: OnProgress, start: float, end: float) -> Callable[[int], None]:
    def tell(epoch: int) -> None:
        done = start + (end - start) * epoch / MAX_EPOCHS
        on_progress(done, f"fine-tuning, epoch {epoch} of at most {MAX_EPOCHS}")

    return tell
