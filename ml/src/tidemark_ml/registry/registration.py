"""From a finished training to what serves: the one place where both registries are written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from tidemark_ml.registry.export import export_network
from tidemark_ml.registry.names import model_name, version_text
from tidemark_ml.registry.promotion import Decision, decide
from tidemark_ml.registry.record import Figures, Span, VersionRecord, package_version
from tidemark_ml.registry.store import DamagedVersionError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from tidemark_ml.registry.store import ModelStore
    from tidemark_ml.registry.tracking import Tracking
    from tidemark_ml.types import ModelKind, TrainedSite


@dataclass(frozen=True)
class Training:
    """A training that has ended well."""

    site: str
    metric: str
    history: pd.Series[float]
    trained: TrainedSite
    started_at: datetime
    seed: int
    #: The network it began with.
    shipped_version: str
    #: What serves a site with this much history that was never trained.
    default_kind: ModelKind


def register(
    training: Training,
    store: ModelStore,
    tracking: Tracking,
    export: Callable[[Sequence[NDArray[np.float32]], Path], None] = export_network,
) -> tuple[VersionRecord, Decision]:
    """Puts the version on disk, decides, writes the run down, and lets the version serve as the very last step.

    Returns:
        The version, whether it serves, and why.
    """
    name = model_name(training.site, training.metric)
    backtest = training.trained.backtest
    decision = decide(backtest, _serving_kind(store, name, training))
    number = store.next_version(name)
    record = store.publish(
        VersionRecord(
            name=name,
            site=training.site,
            metric=training.metric,
            version=number,
            model_version=version_text(number),
            model_kind=decision.kind or backtest.champion,
            trained_at=datetime.now(timezone.utc),
            history=_span(training.history),
            candidates=tuple(Figures.of(candidate) for candidate in backtest.candidates),
            origins=backtest.origins,
            epochs=training.trained.epochs,
            seed=training.seed,
            package_version=package_version(),
            shipped_version=training.shipped_version,
        ),
        training.trained.weights,
        export,
    )
    folder = store.root / name / str(number) if record.files is not None else None
    tracking.record(record, folder, training.started_at, (decision.promoted, decision.reason))
    if decision.promoted:
        store.promote(record)
    return record, decision


def _serving_kind(store: ModelStore, name: str, training: Training) -> ModelKind:
    try:
        serving = store.serving_version(name)
        if serving is not None:
            return store.read(name, serving).model_kind
    except DamagedVersionError:
        # It doesn't serve either: the default does.
        return training.default_kind
    return training.default_kind


def _span(history: pd.Series[float]) -> Span:
    days = history.index.to_numpy().astype("datetime64[D]")
    content = hashlib.sha256(days.astype("int64").tobytes() + history.to_numpy("float64").tobytes())
    return Span(first=days[0].item(), last=days[-1].item(), days=int(history.notna().sum()), sha256=content.hexdigest())
