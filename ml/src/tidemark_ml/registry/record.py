"""What is known of a version: the JSON that lies beside its network."""

from __future__ import annotations

import math
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from tidemark_ml.types import InvalidSeries, ModelKind

if TYPE_CHECKING:
    from tidemark_ml.types import CandidateFigures


class Figures(BaseModel):
    """A candidate's figures in the backtest; by level in percent, as text. None: there's nothing to divide by."""

    model_config = ConfigDict(frozen=True)

    kind: ModelKind
    mae: float
    relative_mae: float | None
    mase: float | None
    standard_error: float | None
    coverage: dict[str, float]
    relative_width: dict[str, float | None]

    @staticmethod
    def of(candidate: CandidateFigures) -> Figures:
        """As they're written down and answered.

        Raises:
            InvalidSeries: If there was no day to measure it by.
        """
        if not all(map(math.isfinite, [candidate.mae, *candidate.coverage.values()])):
            raise InvalidSeries("nothing was measured in the weeks that a backtest looks at")
        return Figures(
            kind=candidate.kind,
            mae=candidate.mae,
            relative_mae=_finite(candidate.relative_mae),
            mase=_finite(candidate.mase),
            standard_error=_finite(candidate.standard_error),
            coverage={str(level): share for level, share in candidate.coverage.items()},
            relative_width={str(level): _finite(width) for level, width in candidate.relative_width.items()},
        )


class Span(BaseModel):
    """The history that was learnt from. The history itself isn't kept."""

    model_config = ConfigDict(frozen=True)

    first: date
    last: date
    #: Days with a value.
    days: int
    sha256: str


class VersionRecord(BaseModel):
    """One training of one metric of one site."""

    model_config = ConfigDict(frozen=True)

    name: str
    site: str
    metric: str
    version: int
    model_version: str
    #: The backtest's champion, or the site's own network where that keeps its place.
    model_kind: ModelKind
    trained_at: datetime
    history: Span | None = None
    candidates: tuple[Figures, ...] = ()
    origins: int = 0
    epochs: int = 0
    seed: int = 0
    package_version: str
    #: The shipped network that training began with. Another one's features may mean something else.
    shipped_version: str
    #: SHA-256 by file of the network's folder; None: this training made no network.
    files: dict[str, str] | None = None

    @property
    def figures(self) -> Figures | None:
        """Those of its kind."""
        return next((figures for figures in self.candidates if figures.kind == self.model_kind), None)


def package_version() -> str:
    """This package's, also where it isn't installed but only lies on the path."""
    try:
        return version("tidemark-ml")
    except PackageNotFoundError:
        return "0"


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
