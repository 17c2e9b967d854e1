"""What goes in and out, as OpenAPI tells it. Text and numbers are checked here; a series as a whole in `series.py`."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from tidemark_ml.registry.record import Figures
from tidemark_ml.series import MAX_DAYS
from tidemark_ml.types import MAX_HORIZON_DAYS, Exclusion, ModelKind

_DAY = re.compile(r"(19|20|21)\d\d-\d\d-\d\d")


def _read_day(value: object) -> date:
    if not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise ValueError("not a day from 1900-01-01 to 2199-12-31")
    return date.fromisoformat(value)


Day = Annotated[date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})]
Level = Literal[80, 90, 95]
JobKind = Literal["train", "backtest"]
JobStatus = Literal["queued", "running", "succeeded", "failed", "cancelled"]


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class Point(_Question):
    """One day; null where nothing was measured."""

    date: Day
    value: float | None = Field(allow_inf_nan=False, strict=True)


class ExcludedDays(_Question):
    """Days that say nothing of the site's usual traffic; both ends are excluded."""

    start: Day
    end: Day
    reason: str = Field(max_length=500)

    @model_validator(mode="after")
    def _in_order(self) -> ExcludedDays:
        if self.end < self.start:
            raise ValueError("it ends before it starts")
        return self


class TrainQuestion(_Question):
    """One metric of one site."""

    site: str = Field(min_length=1, max_length=255)
    metric: str = Field(pattern=r"^[a-z][a-z0-9_]{0,49}$", examples=["page_visits"])
    country: str | None = Field(default=None, pattern="^[A-Z]{2}$", description="ISO 3166 alpha-2, for holidays")
    history: list[Point] = Field(max_length=MAX_DAYS)
    exclude: list[ExcludedDays] = Field(default=[], max_length=1000)

    def points(self) -> list[tuple[date, float | None]]:
        """The history as `read_series` takes it."""
        return [(point.date, point.value) for point in self.history]

    def exclusions(self) -> list[Exclusion]:
        """The excluded days as the forecaster takes them."""
        return [Exclusion(days.start, days.end, days.reason) for days in self.exclude]


class ForecastQuestion(TrainQuestion):
    """One metric of one site, and how far ahead."""

    horizon: int = Field(default=7, ge=1, le=MAX_HORIZON_DAYS, strict=True)
    levels: list[Level] = Field(default=[80, 90, 95], max_length=3, description="of prediction intervals, in percent")


class ForecastDay(_Answer):
    """What is expected of a day."""

    date: date
    value: float
    intervals: dict[str, tuple[float, float]] = Field(description="lower and upper bound by level")


class ForecastAnswer(_Answer):
    """What is expected of the days after `origin`, the history's last."""

    site: str
    metric: str
    origin: date
    model_version: str
    model_kind: ModelKind
    trained_at: datetime | None = Field(description="null: the site was never trained, the shipped model answers")
    data: list[ForecastDay]


class Problem(_Answer):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[dict[str, str]] | None = Field(default=None, description="`invalid_request`: path and message")
    have: int | None = Field(default=None, description="`insufficient_history`: days there are")
    need: int | None = Field(default=None, description="`insufficient_history`: days there must be")


class BacktestAnswer(_Answer):
    """Every candidate's figures at the same origins, none of which saw a later day."""

    champion: ModelKind
    candidates: list[Figures]
    origins: int


class TrainResult(_Answer):
    """What a training found. `promoted`: it serves from now on; else `reason` says why not."""

    model_version: str
    model_kind: ModelKind
    promoted: bool
    reason: str
    candidates: list[Figures]
    origins: int
    epochs: int


class JobAccepted(_Answer):
    """Where to ask how it goes."""

    job_id: str
    status: JobStatus


class JobAnswer(_Answer):
    """How a job goes."""

    job_id: str
    kind: JobKind
    site: str
    metric: str
    status: JobStatus
    progress: float = Field(ge=0, le=1)
    step: str
    result: TrainResult | BacktestAnswer | None = None
    error: Problem | None = None


class ModelVersion(_Answer):
    """A version that was trained; `promoted`: it's the one that serves its site and metric."""

    site: str
    metric: str
    model_version: str
    model_kind: ModelKind
    trained_at: datetime
    promoted: bool
    figures: Figures | None


class ShippedModel(_Answer):
    """The model that came with the package."""

    model_version: str


class ModelsAnswer(_Answer):
    """All versions there are."""

    models: list[ModelVersion]
    shipped: ShippedModel


class JobCounts(_Answer):
    """Jobs that aren't finished."""

    queued: int
    running: int


class HealthAnswer(_Answer):
    """The service is up and its network is loaded."""

    status: Literal["ok"]
    version: str
    model_version: str
    tensorflow_serving: Literal["off", "ok", "unavailable"]
    tensorflow_serving_fallbacks: int = Field(description="predictions made in process since the start instead")
    jobs: JobCounts
