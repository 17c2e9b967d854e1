"""A forecaster that answers at once, or misbehaves as the site's name says."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from tidemark_ml.registry.tracking import Tracking
from tidemark_ml.types import (
    MIN_HISTORY_DAYS,
    Backtest,
    CandidateFigures,
    Forecast,
    InsufficientHistory,
    ModelKind,
    Network,
    OnProgress,
    SiteSeries,
    TrainedSite,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

WINDOW = np.ones((2, 30, 4), np.float32)


def history(days: int = 90) -> list[dict[str, Any]]:
    """From the first of January 2025 on, one more a day."""
    first = date(2025, 1, 1)
    return [{"date": str(first + timedelta(day)), "value": 100 + day} for day in range(days)]


class SumNetwork:
    """Multiplies the windows' sum by its one weight."""

    def __init__(self, weights: Sequence[NDArray[np.float32]]) -> None:
        if len(weights) != 1:
            raise ValueError("one weight is wanted")
        self.factor = float(weights[0][0])

    def predict(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.repeat(windows.sum(axis=(1, 2))[:, None] * self.factor, 7, axis=1).astype(np.float32)


def weights(factor: float) -> list[NDArray[np.float32]]:
    return [np.array([factor], np.float32)]


def figures(kind: ModelKind, relative_mae: float) -> CandidateFigures:
    by_level = {80: 0.8, 90: 0.9, 95: 0.95}
    return CandidateFigures(kind, 10.0, relative_mae, 0.9, 0.01, by_level, by_level, [relative_mae] * 8)


class NoTracking(Tracking):
    """Writes nothing down."""

    def record(self, *_told: object) -> None:
        return


class FakeCore:
    """Forecasts the last value, times what the network makes of a window of ones where there is one."""

    def shipped_version(self) -> str:
        return "s1.test"

    def shipped_weights(self) -> Sequence[NDArray[np.float32]]:
        return weights(1 / 120)

    def shipped_network(self) -> Network:
        return SumNetwork(self.shipped_weights())

    def default_kind(self, history_days: int) -> ModelKind:
        return "weekday_profile" if history_days < 60 else "lstm_pretrained"

    def load_network(self, weights: Sequence[NDArray[np.float32]]) -> Network:
        return SumNetwork(weights)

    def export_network(self, weights: Sequence[NDArray[np.float32]], folder: Path) -> None:
        folder.mkdir()
        (folder / "saved_model.pb").write_bytes(weights[0].tobytes())

    def forecast(
        self, site: SiteSeries, *, horizon: int, levels: Sequence[int], kind: ModelKind | None, network: Network | None
    ) -> Forecast:
        known = site.history.dropna()
        if len(known) < MIN_HISTORY_DAYS:
            raise InsufficientHistory(len(known), MIN_HISTORY_DAYS)
        used = self.default_kind(len(known)) if kind is None or len(known) < 60 else kind
        factor = float(network.predict(WINDOW)[0, 0]) if network and used.startswith("lstm") else 1.0
        values = np.full(horizon, known.iloc[-1] * factor)
        origin = site.history.index[-1].date()
        return Forecast(
            dates=[origin + timedelta(step) for step in range(1, horizon + 1)],
            values=values,
            intervals={level: np.stack([values * 0.5, values * 1.5], axis=1) for level in levels},
            model_kind=used,
        )

    def train_site(self, site: SiteSeries, *, on_progress: OnProgress, seed: int) -> TrainedSite:
        behaviour = os.environ.get("TEST_TRAINING", "good")
        print("a library says something on stdout")
        on_progress(0.25, "fine-tuning, epoch 1 of 4")
        if behaviour == "slow":
            _dawdle(on_progress)
        elif behaviour == "crash":
            sys.stderr.write("out of luck\n")
            sys.stderr.flush()
            os._exit(7)
        elif behaviour == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        elif behaviour == "raise":
            raise ZeroDivisionError("a bug")
        elif behaviour == "short":
            raise InsufficientHistory(40, 60)
        error = 1.2 if behaviour == "bad" else 0.7
        return TrainedSite(self._backtest("lstm_fine_tuned", error), weights(2 / 120), epochs=4, history_days=90)

    def backtest_site(self, site: SiteSeries, *, on_progress: OnProgress) -> Backtest:
        on_progress(0.5, "origin 4 of 8")
        behaviour = os.environ.get("TEST_TRAINING")
        if behaviour == "slow":
            _dawdle(on_progress)
        elif behaviour == "crash":
            os._exit(7)
        return self._backtest("lstm_pretrained", 0.9)

    @staticmethod
    def _backtest(champion: ModelKind, error: float) -> Backtest:
        candidates = [figures("seasonal_naive", 1.0), figures("lstm_pretrained", 0.9)]
        if champion == "lstm_fine_tuned":
            candidates.append(figures(champion, error))
        return Backtest(origins=8, horizon=7, candidates=candidates, champion=champion)


def _dawdle(on_progress: OnProgress) -> None:
    for _ in range(600):
        time.sleep(0.1)
        on_progress(0.5, "fine-tuning, epoch 2 of 4")
