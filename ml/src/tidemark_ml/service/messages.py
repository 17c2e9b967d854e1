"""What the service and the process that trains say to each other: JSON, one message a line."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter

from tidemark_ml.service.contract import BacktestAnswer, JobKind, Problem, TrainQuestion, TrainResult


class Order(BaseModel):
    """To the child, once. It works until its stdin ends: that is how it notices that the service is gone."""

    kind: JobKind
    question: TrainQuestion
    data_dir: str
    mlflow_tracking_uri: str | None
    log_level: str


class Progress(BaseModel):
    """From the child, many times."""

    type: Literal["progress"] = "progress"
    progress: float = Field(ge=0, le=1)
    step: str


class LogLine(BaseModel):
    """From the child: a line for the service's log."""

    type: Literal["log"] = "log"
    line: str


class Succeeded(BaseModel):
    """From the child, as its last message."""

    type: Literal["succeeded"] = "succeeded"
    result: TrainResult | BacktestAnswer


class Failed(BaseModel):
    """From the child, as its last message."""

    type: Literal["failed"] = "failed"
    problem: Problem


Message = Annotated[Progress | LogLine | Succeeded | Failed, Field(discriminator="type")]
read_message: TypeAdapter[Message] = TypeAdapter(Message)
