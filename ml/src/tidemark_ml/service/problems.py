"""Every error the service answers with (RFC 9457)."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Literal, cast

from fastapi.responses import Response

from tidemark_ml.types import InsufficientHistory, InvalidSeries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request

    from tidemark_ml.service.contract import Problem

log = logging.getLogger(__name__)

Code = Literal[
    "unauthorized",
    "not_found",
    "method_not_allowed",
    "insufficient_history",
    "body_too_large",
    "invalid_request",
    "invalid_series",
    "cancelled",
    "training_failed",
    "internal",
    "busy",
]

_TYPES: Mapping[Code, tuple[int, str]] = {
    "unauthorized": (401, "Unauthorized"),
    "not_found": (404, "Not found"),
    "method_not_allowed": (405, "Method not allowed"),
    "insufficient_history": (409, "Insufficient history"),
    "cancelled": (409, "Cancelled"),
    "body_too_large": (413, "Body too large"),
    "invalid_request": (422, "Invalid request"),
    "invalid_series": (422, "Invalid series"),
    "training_failed": (500, "Training failed"),
    "internal": (500, "Internal error"),
    "busy": (503, "Busy"),
}
_SHOWN_ERRORS = 20


class ProblemError(Exception):
    """An answer that isn't the wanted one."""

    def __init__(self, code: Code, detail: str, *, retry_after: int | None = None, **members: object) -> None:
        """Names the problem.

        Args:
            code: One of the registry's.
            detail: What's wrong in this case, in a sentence.
            retry_after: Seconds after which it may work.
            members: Further members of the answer, such as `have` and `need`.
        """
        super().__init__(detail)
        status, title = _TYPES[code]
        self.status = status
        self.retry_after = retry_after
        self.body: dict[str, object] = {
            "type": f"urn:tidemark:problem:{code}",
            "title": title,
            "status": status,
            "detail": detail,
            "code": code,
            **members,
        }

    @staticmethod
    def of(problem: Problem) -> ProblemError:
        """What another process answered with."""
        members = problem.model_dump(include={"have", "need"}, exclude_none=True)
        return ProblemError(cast("Code", problem.code), problem.detail, **members)

    def response(self) -> Response:
        """As it's sent; ASCII, whatever is quoted in it."""
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after is not None else None
        if self.status == 401:
            headers = {"WWW-Authenticate": "Bearer"}
        return Response(json.dumps(self.body), self.status, headers, "application/problem+json")


def problem_of(error: Exception) -> ProblemError:
    """What an error of the forecaster is answered with."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, InsufficientHistory):
        return ProblemError("insufficient_history", str(error), have=error.have, need=error.need)
    if isinstance(error, InvalidSeries):
        return ProblemError("invalid_series", str(error))
    return ProblemError("internal", "Something went wrong; the log has more.")


def handle_problems(app: FastAPI) -> None:
    """Answers everything that's raised as a problem."""
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException

    async def known(_request: Request, error: Exception) -> Response:
        return problem_of(error).response()

    async def invalid(_request: Request, error: Exception) -> Response:
        found = error.errors() if isinstance(error, RequestValidationError) else []
        errors = [
            {"path": ".".join(str(part) for part in item["loc"] if part != "body"), "message": item["msg"]}
            for item in found[:_SHOWN_ERRORS]
        ]
        first = next((f"{item['path'] or 'the body'}: {item['message']}" for item in errors), "The body can't be read.")
        return ProblemError("invalid_request", first, errors=errors).response()

    async def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if status == 404:
            return ProblemError("not_found", f"There is no {request.url.path}.").response()
        if status == 405:
            return ProblemError("method_not_allowed", f"{request.url.path} knows no {request.method}.").response()
        # What Starlette and FastAPI raise besides is about a body that can't be read.
        return ProblemError("invalid_request", "The body can't be read.", errors=[]).response()

    async def unforeseen(request: Request, error: Exception) -> Response:
        log.error("request failed: %s", request.url.path, exc_info=error)
        return problem_of(error).response()

    for expected in (ProblemError, InsufficientHistory, InvalidSeries):
        app.add_exception_handler(expected, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unforeseen)
