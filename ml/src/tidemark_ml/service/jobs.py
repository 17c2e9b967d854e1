"""Trainings and backtests, one after the other, each in a process of its own: it can be killed, and forecasts go on.

Jobs live in memory. Whoever asks for one after a restart is told that it isn't there, and may submit it again.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tidemark_ml.service.contract import BacktestAnswer, JobAnswer, JobCounts, JobKind, JobStatus, Problem, TrainResult
from tidemark_ml.service.messages import Failed, Order, Progress, Succeeded
from tidemark_ml.service.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tidemark_ml.service.messages import Message

    Work = Callable[[Order], AsyncIterator[Message]]

_WAITING = 256
_KEPT = 200
_RETRY_AFTER_SECONDS = 60

log = logging.getLogger(__name__)


@dataclass
class Job:
    """One piece of work, and how it goes."""

    id: str
    kind: JobKind
    site: str
    metric: str
    #: None once it's finished: histories aren't kept.
    order: Order | None
    status: JobStatus = "queued"
    progress: float = 0.0
    step: str = "waiting"
    result: TrainResult | BacktestAnswer | None = None
    error: Problem | None = None
    finished: asyncio.Event = field(default_factory=asyncio.Event)

    def answer(self) -> JobAnswer:
        """As it's told."""
        answer = JobAnswer(
            job_id=self.id,
            kind=self.kind,
            site=self.site,
            metric=self.metric,
            status=self.status,
            progress=self.progress,
            step=self.step,
        )
        # What isn't known isn't told, not even as null.
        known = {"result": self.result, "error": self.error}
        return answer.model_copy(update={name: value for name, value in known.items() if value is not None})


class Jobs:
    """The queue, and the jobs that are finished."""

    def __init__(
        self, work: Work, on_finished: Callable[[Job], None], *, waiting: int = _WAITING, kept: int = _KEPT
    ) -> None:
        """Nothing runs until `run` does.

        Args:
            work: Does an order and tells how it goes; cancelling it ends the work.
            on_finished: Called after each job, however it ended.
            waiting: How many may wait.
            kept: How many finished ones are remembered.
        """
        self._work = work
        self._on_finished = on_finished
        self._most_waiting = waiting
        self._most_kept = kept
        #: In the order they came.
        self._jobs: dict[str, Job] = {}
        self._arrived = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def submit(self, order: Order) -> Job:
        """Queues an order, or finds the unfinished training of the same site and metric.

        Raises:
            ProblemError: If too many wait.
        """
        site, metric = order.question.site, order.question.metric
        if order.kind == "train":
            for job in self._unfinished():
                if (job.kind, job.site, job.metric) == ("train", site, metric):
                    return job
        if self.counts().queued >= self._most_waiting:
            raise ProblemError("busy", f"{self._most_waiting} jobs wait already.", retry_after=_RETRY_AFTER_SECONDS)
        job = Job(secrets.token_urlsafe(12), order.kind, site, metric, order)
        self._jobs[job.id] = job
        self._arrived.set()
        return job

    def get(self, job_id: str) -> Job:
        """A job that isn't forgotten yet.

        Raises:
            ProblemError: If there's none.
        """
        job = self._jobs.get(job_id)
        if job is None:
            raise ProblemError("not_found", "There is no such job; jobs don't outlive a restart of the service.")
        return job

    async def cancel(self, job: Job) -> None:
        """Ends a job. One that's finished stays as it is."""
        if job.status == "queued":
            self._finish(job, "cancelled")
        elif job.status == "running" and self._running is not None:
            self._running.cancel()
            await job.finished.wait()

    def counts(self) -> JobCounts:
        """Jobs that aren't finished."""
        states = [job.status for job in self._unfinished()]
        return JobCounts(queued=states.count("queued"), running=states.count("running"))

    async def run(self) -> None:
        """Works through the queue until it's cancelled."""
        while True:
            job = next((job for job in self._jobs.values() if job.status == "queued"), None)
            if job is None:
                self._arrived.clear()
                await self._arrived.wait()
                continue
            self._running = asyncio.create_task(self._do(job))
            try:
                await asyncio.wait([self._running])
            except asyncio.CancelledError:
                self._running.cancel()
                await asyncio.wait([self._running])
                raise

    async def _do(self, job: Job) -> None:
        if job.order is None:
            return
        job.status, job.step = "running", "starting"
        log.info("%s started", job.kind, extra={"fields": {"job_id": job.id, "site": job.site, "metric": job.metric}})
        try:
            async for message in self._work(job.order):
                if isinstance(message, Progress):
                    # Steps overlap a little; a bar never goes back.
                    job.progress, job.step = max(job.progress, message.progress), message.step
                elif isinstance(message, Succeeded):
                    job.result = message.result
                elif isinstance(message, Failed):
                    job.error = message.problem
        except asyncio.CancelledError:
            self._finish(job, "cancelled")
        except Exception:  # whatever it is, the job ends and says so, and the next one's turn comes
            log.exception("%s can't be run", job.kind)
            problem = ProblemError("training_failed", "The process that trains can't be run; the log has more.")
            job.error = Problem.model_validate(problem.body)
            self._finish(job, "failed")
        else:
            self._finish(job, "failed" if job.result is None else "succeeded")

    def _finish(self, job: Job, status: JobStatus) -> None:
        job.status, job.order = status, None
        if status == "succeeded":
            job.progress, job.step = 1.0, "done"
        fields = {"job_id": job.id, "site": job.site, "metric": job.metric, "error": job.error and job.error.detail}
        log.info("%s %s", job.kind, status, extra={"fields": fields})
        try:
            self._on_finished(job)
        except Exception:  # clearing up is done again after the next job; this one's result is told in any case
            log.exception("after a %s", job.kind)
        job.finished.set()
        finished = [job.id for job in self._jobs.values() if job.finished.is_set()]
        for forgotten in finished[: -self._most_kept]:
            del self._jobs[forgotten]

    def _unfinished(self) -> list[Job]:
        return [job for job in self._jobs.values() if not job.finished.is_set()]
