"""The process that trains: takes one order on stdin, tells on stdout how it goes, and ends."""

from __future__ import annotations

import logging
import os
import sys
import threading
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from tidemark_ml.registry.record import Figures
from tidemark_ml.registry.registration import Training, register
from tidemark_ml.registry.store import ModelStore
from tidemark_ml.registry.tracking import Tracking
from tidemark_ml.series import count_days, read_series
from tidemark_ml.service.contract import BacktestAnswer, Problem, TrainResult
from tidemark_ml.service.logs import log_json_lines
from tidemark_ml.service.messages import Failed, LogLine, Order, Progress, Succeeded
from tidemark_ml.service.problems import problem_of
from tidemark_ml.types import SiteSeries

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from tidemark_ml.service.core import Core

_SEED = 0
#: What exporting and recording take of a training's time, about.
_TRAINING_SHARE = 0.95
_NICENESS = 10

log = logging.getLogger(__name__)


def work(core: Core, track: Callable[[Path, str | None], Tracking] = Tracking) -> None:
    """Does what stdin asks for.

    Args:
        core: The forecaster.
        track: Makes the record of trainings of the data folder and MLflow's address.
    """
    order = Order.model_validate_json(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if sys.platform != "win32":
        # Forecasts come first.
        os.nice(_NICENESS)
    out = _Out()
    log_json_lines(order.log_level, lambda line: out.tell(LogLine(line=line)))
    try:
        out.tell(
            Succeeded(result=_train(core, order, out, track) if order.kind == "train" else _backtest(core, order, out))
        )
    except Exception as error:
        problem = problem_of(error)
        if problem.status == 500:
            log.exception("%s failed", order.kind)
        out.tell(Failed(problem=Problem.model_validate(problem.body)))


def _train(core: Core, order: Order, out: _Out, track: Callable[[Path, str | None], Tracking]) -> TrainResult:
    started_at = datetime.now(timezone.utc)
    site = _site_of(order)
    trained = core.train_site(site, on_progress=lambda p, step: out.progress(p * _TRAINING_SHARE, step), seed=_SEED)
    out.progress(_TRAINING_SHARE, "recording what was learnt")
    data_dir = Path(order.data_dir)
    record, decision = register(
        Training(
            site=order.question.site,
            metric=order.question.metric,
            history=site.history,
            trained=trained,
            started_at=started_at,
            seed=_SEED,
            shipped_version=core.shipped_version(),
            default_kind=core.default_kind(count_days(site.history)),
        ),
        ModelStore(data_dir / "models"),
        track(data_dir, order.mlflow_tracking_uri),
        core.export_network,
    )
    return TrainResult(
        model_version=record.model_version,
        model_kind=record.model_kind,
        promoted=decision.promoted,
        reason=decision.reason,
        candidates=list(record.candidates),
        origins=record.origins,
        epochs=record.epochs,
    )


def _backtest(core: Core, order: Order, out: _Out) -> BacktestAnswer:
    backtest = core.backtest_site(_site_of(order), on_progress=out.progress)
    return BacktestAnswer(
        champion=backtest.champion,
        candidates=[Figures.of(candidate) for candidate in backtest.candidates],
        origins=backtest.origins,
    )


def _site_of(order: Order) -> SiteSeries:
    question = order.question
    return SiteSeries(read_series(question.points()), question.country, question.exclusions())


def _end_with_parent() -> None:
    # Not through sys.stdin, whose lock would be held while Python shuts down.
    while os.read(0, 1):
        pass
    os._exit(1)


class _Out:
    """The real stdout. What libraries print goes to stderr instead, so that it never mixes with messages."""

    def __init__(self) -> None:
        self._file = os.fdopen(os.dup(1), "w", encoding="utf-8")
        self._lock = threading.Lock()
        os.dup2(2, 1)

    def tell(self, message: BaseModel) -> None:
        with self._lock:
            self._file.write(f"{message.model_dump_json()}\n")
            self._file.flush()

    def progress(self, progress: float, step: str) -> None:
        self.tell(Progress(progress=min(max(progress, 0.0), 1.0), step=step))


if __name__ == "__main__":
    from tidemark_ml.service.core import Forecaster

    work(Forecaster())
