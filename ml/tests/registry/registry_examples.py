"""Backtests, trainings and records that tests take apart."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tidemark_ml.registry.record import VersionRecord
from tidemark_ml.registry.registration import Training
from tidemark_ml.types import Backtest, CandidateFigures, ModelKind, TrainedSite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

AT = datetime(2026, 3, 1, 4, 5, 6, tzinfo=timezone.utc)


def weights(seed: int = 0) -> list[NDArray[np.float32]]:
    random = np.random.default_rng(seed)
    return [random.normal(size=(3, 2)).astype(np.float32), random.normal(size=2).astype(np.float32)]


def write_stand_in(arrays: Sequence[NDArray[np.float32]], folder: Path) -> None:
    (folder / "variables").mkdir(parents=True)
    (folder / "saved_model.pb").write_bytes(b"graph")
    (folder / "variables" / "variables.index").write_bytes(arrays[0].tobytes())


def figures(kind: ModelKind, relative_mae: float, standard_error: float = 0.02) -> CandidateFigures:
    return CandidateFigures(
        kind=kind,
        mae=100 * relative_mae,
        relative_mae=relative_mae,
        mase=relative_mae,
        standard_error=standard_error,
        coverage={80: 0.81, 90: 0.9, 95: 0.96},
        relative_width={80: 0.8, 90: 0.8, 95: 0.8},
        by_origin=[relative_mae] * 8,
    )


def backtest(champion: ModelKind, by_kind: Mapping[ModelKind, float]) -> Backtest:
    return Backtest(
        origins=8, horizon=7, candidates=[figures(kind, error) for kind, error in by_kind.items()], champion=champion
    )


def record(version: int = 1, **changes: object) -> VersionRecord:
    values: dict[str, object] = {
        "name": "site-shop.example-page_visits",
        "site": "shop.example",
        "metric": "page_visits",
        "version": version,
        "model_version": f"v{version}",
        "model_kind": "lstm_fine_tuned",
        "trained_at": AT,
        "package_version": "0.1.0",
        "shipped_version": "s1",
    }
    return VersionRecord.model_validate(values | changes)


def training(champion: ModelKind, by_kind: Mapping[ModelKind, float], *, with_network: bool = True) -> Training:
    days = pd.date_range("2025-01-01", periods=90, freq="D")
    return Training(
        site="shop.example",
        metric="page_visits",
        history=pd.Series(np.arange(90.0), index=days),
        trained=TrainedSite(
            backtest=backtest(champion, by_kind),
            weights=weights() if with_network else None,
            epochs=12 if with_network else 0,
            history_days=90,
        ),
        started_at=AT,
        seed=0,
        shipped_version="s1",
        default_kind="blend",
    )
