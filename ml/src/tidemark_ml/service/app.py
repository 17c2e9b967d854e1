"""Composes the service: routes, the gate before them, and what runs beside them."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from tidemark_ml.service.engine import Engine
from tidemark_ml.service.gate import Gate
from tidemark_ml.service.jobs import Jobs
from tidemark_ml.service.problems import handle_problems
from tidemark_ml.service.process import run_in_child
from tidemark_ml.service.routes import build_routes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from tidemark_ml.service.core import Core
    from tidemark_ml.service.settings import Settings

#: The same Python, so the same packages.
CHILD = (sys.executable, "-m", "tidemark_ml.service.child")
_CONTRACT = "1.0.0"

log = logging.getLogger(__name__)


class _Service(FastAPI):
    """Tells in its contract that refusals are problems; FastAPI knows one media type for all answers of a route."""

    def openapi(self) -> dict[str, Any]:
        """The contract."""
        contract = super().openapi()
        for methods in contract["paths"].values():
            for operation in methods.values():
                for status, answer in operation["responses"].items():
                    if status >= "400" and "application/json" in answer["content"]:
                        answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        return contract


def build_app(core: Core, settings: Settings, child: Sequence[str] = CHILD) -> FastAPI:
    """The whole service.

    Args:
        core: The forecaster.
        settings: How it runs.
        child: The command that trains.
    """
    engine = Engine(core, settings)
    jobs = Jobs(partial(run_in_child, child), on_finished=lambda _job: engine.after_training())

    @asynccontextmanager
    async def alive(_app: FastAPI) -> AsyncIterator[None]:
        await engine.start()
        log.info("ready", extra={"fields": {"model_version": engine.shipped_version}})
        worker = asyncio.create_task(jobs.run())
        yield
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker
        await engine.close()

    # Pages of documentation would load scripts from elsewhere; /openapi.json is there for whoever has the token.
    app = _Service(title="Tidemark ML", version=_CONTRACT, lifespan=alive, docs_url=None, redoc_url=None)
    app.include_router(build_routes(engine, jobs, settings))
    handle_problems(app)
    app.add_middleware(Gate, token=settings.token)
    return app
