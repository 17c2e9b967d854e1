"""What every way to forecast has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tidemark_ml.cleaning import CleanSeries
    from tidemark_ml.types import ModelKind


class Candidate(Protocol):
    """A way to forecast."""

    @property
    def kind(self) -> ModelKind:
        """Its name."""

    def predict(self, series: CleanSeries, origins: NDArray[np.int64], horizon: int) -> NDArray[np.float64]:
        """Forecasts from several origins at once.

        Args:
            series: Days from the first origin on are there to forecast from later origins.
            origins: In order; so many days are known at each.
            horizon: Days ahead.

        Returns:
            `(origins, horizon)`, in logs.
        """
