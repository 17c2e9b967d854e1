"""The forecaster as the service sees it. Its modules are imported when they're first used: TensorFlow takes seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tidemark_ml.types import Backtest, Forecast, ModelKind, Network, OnProgress, SiteSeries, TrainedSite


class Core(Protocol):
    """What the service needs of the forecaster; `Forecaster` is the one, tests have a quick one."""

    def shipped_version(self) -> str:
        """What the shipped model is called."""

    def shipped_weights(self) -> Sequence[NDArray[np.float32]]:
        """Its network's, in the layers' order."""

    def shipped_network(self) -> Network:
        """It, in this process."""

    def default_kind(self, history_days: int) -> ModelKind:
        """What forecasts a site that was never trained."""

    def load_network(self, weights: Sequence[NDArray[np.float32]]) -> Network:
        """A network that runs in this process."""

    def export_network(self, weights: Sequence[NDArray[np.float32]], folder: Path) -> None:
        """Writes a network as a SavedModel."""

    def forecast(
        self, site: SiteSeries, *, horizon: int, levels: Sequence[int], kind: ModelKind | None, network: Network | None
    ) -> Forecast:
        """See `tidemark_ml.forecasting.forecast`."""

    def train_site(self, site: SiteSeries, *, on_progress: OnProgress, seed: int) -> TrainedSite:
        """See `tidemark_ml.training.train_site`."""

    def backtest_site(self, site: SiteSeries, *, on_progress: OnProgress) -> Backtest:
        """See `tidemark_ml.training.backtest_site`."""


class Forecaster:
    """The real one."""

    def shipped_version(self) -> str:
        """What the shipped model is called."""
        from tidemark_ml import shipped

        return shipped.shipped_version()

    def shipped_weights(self) -> Sequence[NDArray[np.float32]]:
        """Its network's, in the layers' order."""
        from tidemark_ml import shipped

        return shipped.shipped_weights()

    def shipped_network(self) -> Network:
        """It, in this process."""
        from tidemark_ml import shipped

        return shipped.shipped_network()

    def default_kind(self, history_days: int) -> ModelKind:
        """What forecasts a site that was never trained."""
        from tidemark_ml.candidates import catalogue

        return catalogue.default_kind(history_days)

    def load_network(self, weights: Sequence[NDArray[np.float32]]) -> Network:
        """A network that runs in this process."""
        from tidemark_ml.models.network import InProcessNetwork

        return InProcessNetwork(weights)

    def export_network(self, weights: Sequence[NDArray[np.float32]], folder: Path) -> None:
        """Writes a network as a SavedModel."""
        from tidemark_ml.registry.export import export_network

        export_network(weights, folder)

    def forecast(
        self, site: SiteSeries, *, horizon: int, levels: Sequence[int], kind: ModelKind | None, network: Network | None
    ) -> Forecast:
        """See `tidemark_ml.forecasting.forecast`."""
        from tidemark_ml import forecasting

        return forecasting.forecast(site, horizon=horizon, levels=levels, kind=kind, network=network)

    def train_site(self, site: SiteSeries, *, on_progress: OnProgress, seed: int) -> TrainedSite:
        """See `tidemark_ml.training.train_site`."""
        from tidemark_ml import training

        return training.train_site(site, on_progress=on_progress, seed=seed)

    def backtest_site(self, site: SiteSeries, *, on_progress: OnProgress) -> Backtest:
        """See `tidemark_ml.training.backtest_site`."""
        from tidemark_ml import training

        return training.backtest_site(site, on_progress=on_progress)
