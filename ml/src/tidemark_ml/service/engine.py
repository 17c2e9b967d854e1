"""Forecasts, in one thread beside the event loop, with everything they need loaded at the start."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, TypeVar

from tidemark_ml.registry.names import SHIPPED_NAME
from tidemark_ml.registry.store import DamagedVersionError, ModelStore
from tidemark_ml.series import count_days, read_series
from tidemark_ml.service.contract import ForecastAnswer, ForecastDay, ForecastQuestion, ModelVersion
from tidemark_ml.service.problems import ProblemError
from tidemark_ml.serving.models import ServingModels, publish_shipped
from tidemark_ml.serving.models_config import write_models_config
from tidemark_ml.serving.tensorflow_serving import TensorFlowServing
from tidemark_ml.types import MIN_LSTM_DAYS, InsufficientHistory, SiteSeries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tidemark_ml.service.contract import TrainQuestion
    from tidemark_ml.service.core import Core
    from tidemark_ml.service.settings import Settings
    from tidemark_ml.types import Forecast

_T = TypeVar("_T")

#: Forecasts that may wait for the thread; at some ten milliseconds each, more would only time out.
_MOST_WAITING = 100
#: How long an answer of TensorFlow Serving about itself is believed.
_ASKED_ANEW_SECONDS = 5.0
#: Enough for all that a forecast may take: the blend serves from a year on.
_WARM_UP_DAYS = 400

log = logging.getLogger(__name__)


class Engine:
    """What serves, and the thread it's computed in."""

    def __init__(self, core: Core, settings: Settings) -> None:
        """Nothing is loaded until `start`.

        Args:
            core: The forecaster.
            settings: Where models are, and whether TensorFlow Serving runs them.
        """
        self._core = core
        self._store = ModelStore(settings.data_dir / "models")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="forecasts")
        self._waiting = 0
        self._remote = TensorFlowServing(settings.tf_serving_url) if settings.tf_serving_url else None
        self._remote_answer: Literal["ok", "unavailable"] = "unavailable"
        self._ask_remote_at = float("-inf")
        self._shipped_number = 0

    async def start(self) -> None:
        """Loads the network and makes a first forecast, which is the slow one."""
        await self._in_thread(self._load)

    async def close(self) -> None:
        """Waits for the forecast that's being made."""
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)
        if self._remote is not None:
            self._remote.close()

    @property
    def shipped_version(self) -> str:
        """What the shipped model is called."""
        return self._models.shipped.model_version

    @property
    def fallbacks(self) -> int:
        """Predictions that TensorFlow Serving should have made."""
        return self._remote.fallbacks if self._remote else 0

    async def forecast(self, question: ForecastQuestion) -> ForecastAnswer:
        """Answers a question.

        Raises:
            InvalidSeries: If the history can't be read.
            InsufficientHistory: If it's too short.
            ProblemError: If too many wait.
        """
        return await self._in_thread(lambda: self._forecast(question))

    async def check_trainable(self, question: TrainQuestion) -> None:
        """Refuses at once what a job would refuse after a while.

        Raises:
            InvalidSeries: If the history can't be read.
            InsufficientHistory: If it's too short to be trained on.
        """
        days = count_days(await self._in_thread(lambda: read_series(question.points())))
        if days < MIN_LSTM_DAYS:
            raise InsufficientHistory(days, MIN_LSTM_DAYS)

    async def tensorflow_serving(self) -> Literal["off", "ok", "unavailable"]:
        """Whether it serves the shipped network."""
        if self._remote is None:
            return "off"
        if time.monotonic() >= self._ask_remote_at:
            self._ask_remote_at = time.monotonic() + _ASKED_ANEW_SECONDS
            self._remote_answer = await asyncio.to_thread(self._remote.availability, SHIPPED_NAME, self._shipped_number)
        return self._remote_answer

    async def versions(self) -> list[ModelVersion]:
        """Every trained version that's kept."""
        return await asyncio.to_thread(lambda: list(self._versions()))

    def after_training(self) -> None:
        """Clears away what was cut off, and tells TensorFlow Serving what there is now."""
        swept = self._store.sweep()
        if swept:
            log.info("removed %d unfinished files of a training", swept)
        if self._remote is not None:
            write_models_config(self._store, (SHIPPED_NAME, self._shipped_number))

    def _load(self) -> None:
        core = self._core
        self._store.sweep()
        version = core.shipped_version()
        network = core.shipped_network()
        if self._remote is not None:
            self._shipped_number = publish_shipped(self._store, version, core.shipped_weights(), core.export_network)
            network = self._remote.network(SHIPPED_NAME, self._shipped_number, network)
        self._models = ServingModels(
            self._store, shipped_version=version, shipped_network=network, load=core.load_network, remote=self._remote
        )
        self.after_training()
        self._warm_up()

    def _warm_up(self) -> None:
        first = date(2024, 1, 1)
        points = [(first + timedelta(day), 100 + 30 * math.sin(day)) for day in range(_WARM_UP_DAYS)]
        # Of a country, so that the calendars are loaded too.
        site = SiteSeries(read_series(points), "US")
        self._core.forecast(site, horizon=7, levels=[80], kind=None, network=self._models.shipped.network)

    def _forecast(self, question: ForecastQuestion) -> ForecastAnswer:
        site = SiteSeries(read_series(question.points()), question.country, question.exclusions())
        served = self._models.find(question.site, question.metric)
        forecast = self._core.forecast(
            site, horizon=question.horizon, levels=question.levels, kind=served.kind, network=served.network
        )
        if served.kind not in (None, forecast.model_kind):
            # Trained on more days than were sent now: the default answered.
            served = self._models.shipped
        return ForecastAnswer(
            site=question.site,
            metric=question.metric,
            origin=site.history.index[-1].date(),
            model_version=served.model_version,
            model_kind=forecast.model_kind,
            trained_at=served.trained_at,
            data=list(_days(forecast)),
        )

    def _versions(self) -> Iterator[ModelVersion]:
        for name in self._store.names():
            try:
                serving = self._store.serving_version(name)
            except DamagedVersionError:
                serving = None
            for record in self._store.records(name):
                if name != SHIPPED_NAME:
                    yield ModelVersion(
                        site=record.site,
                        metric=record.metric,
                        model_version=record.model_version,
                        model_kind=record.model_kind,
                        trained_at=record.trained_at,
                        promoted=record.version == serving,
                        figures=record.figures,
                    )

    async def _in_thread(self, work: Callable[[], _T]) -> _T:
        if self._waiting >= _MOST_WAITING:
            raise ProblemError("busy", f"{_MOST_WAITING} forecasts wait already.", retry_after=1)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._waiting -= 1


def _days(forecast: Forecast) -> Iterator[ForecastDay]:
    for step, day in enumerate(forecast.dates):
        yield ForecastDay(
            date=day,
            value=float(forecast.values[step]),
            intervals={
                str(level): (float(bounds[step, 0]), float(bounds[step, 1]))
                for level, bounds in forecast.intervals.items()
            },
        )
