"""What the rooms of this package hand each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

ModelKind = Literal["seasonal_naive", "weekday_profile", "holt_winters", "lstm_pretrained", "lstm_fine_tuned", "blend"]

#: Days of history below which nothing is forecast, and below which the network isn't used.
MIN_HISTORY_DAYS = 14
MIN_LSTM_DAYS = 60
MAX_HORIZON_DAYS = 28


class InvalidSeries(ValueError):
    """A history that can't be read: unsorted or repeated dates, a negative or endless value, no value at all."""


class InsufficientHistory(ValueError):
    """Fewer days with a value than are needed."""

    def __init__(self, have: int, need: int) -> None:
        """Tells both numbers."""
        super().__init__(f"{have} days of history; {need} are needed")
        self.have = have
        self.need = need


class Cancelled(Exception):
    """Whoever asked for the work doesn't want it any more."""


@dataclass(frozen=True)
class Exclusion:
    """Days that say nothing of the site's usual traffic, such as an outage; both ends are excluded."""

    start: date
    end: date
    reason: str


@dataclass(frozen=True)
class SiteSeries:
    """One metric of one site."""

    #: Value by day, `float64`, a sorted daily `DatetimeIndex` without gaps; NaN where nothing was measured.
    history: pd.Series[float]
    #: ISO 3166 alpha-2, for holidays; None: no holidays are known.
    country: str | None = None
    exclude: Sequence[Exclusion] = ()


@dataclass(frozen=True)
class Forecast:
    """What is expected of the days after the history's last one."""

    dates: Sequence[date]
    #: `(horizon,)`, never negative, never NaN.
    values: NDArray[np.float64]
    #: By level in percent: `(horizon, 2)`, lower and upper bound, `0 <= lower <= value <= upper`.
    intervals: Mapping[int, NDArray[np.float64]]
    model_kind: ModelKind


@dataclass(frozen=True)
class CandidateFigures:
    """How a candidate did in a rolling-origin backtest."""

    kind: ModelKind
    #: Mean absolute error, in the metric's unit.
    mae: float
    #: `mae` over that of the same weekday last week.
    relative_mae: float
    #: `mae` over the mean absolute change to the week before within the training days (Hyndman & Koehler 2006).
    mase: float
    #: Standard error of `relative_mae` over origins.
    standard_error: float
    #: By level: the share of days within the interval, and its mean width over that of last week's residuals.
    coverage: Mapping[int, float]
    relative_width: Mapping[int, float]
    #: The error at each origin over the mean one of last week; NaN where no day is known.
    by_origin: Sequence[float]


@dataclass(frozen=True)
class Backtest:
    """Every candidate's figures at the same origins, none of which saw a later day."""

    origins: int
    horizon: int
    candidates: Sequence[CandidateFigures]
    #: The simplest candidate within one standard error of the best.
    champion: ModelKind


@dataclass(frozen=True)
class TrainedSite:
    """What a training leaves behind: what to serve a site with, and why."""

    backtest: Backtest
    #: Weights of the fine-tuned network, in the layers' order; None where there was too little history for it.
    weights: Sequence[NDArray[np.float32]] | None
    #: Epochs of fine-tuning that were run.
    epochs: int
    history_days: int


class OnProgress(Protocol):
    """Told how far a training is: the share done, and the step in a few words ("fine-tuning, epoch 3 of 20")."""

    def __call__(self, progress: float, step: str) -> None:
        """Also the place where a training is stopped: it may raise `Cancelled`."""


class Network(Protocol):
    """A network that maps windows to the coming days, wherever it runs: in this process or in TensorFlow Serving."""

    def predict(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """From `(batch, 30, features)` to `(batch, 7)`."""
