"""Takes questions, calls, answers."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Request, Security
from fastapi.security import HTTPBearer

from tidemark_ml.registry.record import package_version
from tidemark_ml.service.contract import (
    BacktestAnswer,
    ForecastAnswer,
    ForecastQuestion,
    HealthAnswer,
    JobAccepted,
    JobAnswer,
    ModelsAnswer,
    Problem,
    ShippedModel,
    TrainQuestion,
)
from tidemark_ml.service.messages import Order
from tidemark_ml.service.problems import ProblemError

if TYPE_CHECKING:
    from tidemark_ml.service.contract import JobKind
    from tidemark_ml.service.engine import Engine
    from tidemark_ml.service.jobs import Job, Jobs
    from tidemark_ml.service.settings import Settings

JobId = Annotated[str, Path(max_length=100)]
_DISCONNECT_POLL_SECONDS = 1.0


def _problems(**by_status: str) -> dict[int | str, dict[str, object]]:
    """Named in the contract: what a route may answer besides."""
    told = {"401": "unauthorized", **{status.lstrip("_"): codes for status, codes in by_status.items()}}
    return {int(status): {"description": codes, "model": Problem} for status, codes in sorted(told.items())}


_BODY = {"_413": "body_too_large", "_422": "invalid_request, invalid_series"}


def build_routes(engine: Engine, jobs: Jobs, settings: Settings) -> APIRouter:
    """All of them; the gate before them has checked the token."""
    router = APIRouter()
    # Checked by the gate; here it's only told in the contract.
    v1 = APIRouter(prefix="/v1", dependencies=[Security(HTTPBearer(auto_error=False))])

    def order(kind: JobKind, question: TrainQuestion) -> Order:
        return Order(
            kind=kind,
            question=question,
            data_dir=str(settings.data_dir),
            mlflow_tracking_uri=settings.mlflow_tracking_uri,
            log_level=settings.log_level,
        )

    @v1.post("/forecast", responses=_problems(**_BODY, _409="insufficient_history", _503="busy"))
    async def forecast(question: ForecastQuestion) -> ForecastAnswer:
        """Forecasts a metric; a site never trained is forecast with the shipped model."""
        return await engine.forecast(question)

    @v1.post("/train", status_code=202, responses=_problems(**_BODY, _409="insufficient_history", _503="busy"))
    async def train(question: TrainQuestion) -> JobAccepted:
        """Trains, unless the same site and metric are waiting or trained already: then it's that job."""
        await engine.check_trainable(question)
        job = jobs.submit(order("train", question))
        return JobAccepted(job_id=job.id, status=job.status)

    @v1.post(
        "/backtest",
        responses=_problems(**_BODY, _409="insufficient_history, cancelled", _500="training_failed", _503="busy"),
    )
    async def backtest(question: TrainQuestion, request: Request) -> BacktestAnswer:
        """Measures every candidate and answers when that's done; hanging up cancels it."""
        await engine.check_trainable(question)
        job = jobs.submit(order("backtest", question))
        await _finish(job, jobs, request)
        if isinstance(job.result, BacktestAnswer):
            return job.result
        if job.error is not None:
            raise ProblemError.of(job.error)
        raise ProblemError("cancelled", "The backtest was cancelled.")

    @v1.get(
        "/jobs/{job_id}",
        response_model_exclude_unset=True,
        responses=_problems(_404="not_found", _422="invalid_request"),
    )
    async def read_job(job_id: JobId) -> JobAnswer:
        """How a job goes; finished ones are kept for a while, and none outlives a restart."""
        return jobs.get(job_id).answer()

    @v1.delete(
        "/jobs/{job_id}",
        response_model_exclude_unset=True,
        responses=_problems(_404="not_found", _422="invalid_request"),
    )
    async def cancel_job(job_id: JobId) -> JobAnswer:
        """Ends a job, and answers once it has ended; one that's finished stays as it is."""
        job = jobs.get(job_id)
        await jobs.cancel(job)
        return job.answer()

    @v1.get("/models", responses=_problems())
    async def models() -> ModelsAnswer:
        """Every version that's kept, and the shipped model."""
        return ModelsAnswer(models=await engine.versions(), shipped=ShippedModel(model_version=engine.shipped_version))

    @router.get("/health")
    async def health() -> HealthAnswer:
        """Answers once the network is loaded."""
        return HealthAnswer(
            status="ok",
            version=package_version(),
            model_version=engine.shipped_version,
            tensorflow_serving=await engine.tensorflow_serving(),
            tensorflow_serving_fallbacks=engine.fallbacks,
            jobs=jobs.counts(),
        )

    router.include_router(v1)
    return router


async def _finish(job: Job, jobs: Jobs, request: Request) -> None:
    while not job.finished.is_set():
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(job.finished.wait(), _DISCONNECT_POLL_SECONDS)
        if await request.is_disconnected():
            await jobs.cancel(job)
