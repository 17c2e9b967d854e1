"""The service with the forecaster it ships with: a few forecasts, and one training from end to end."""

from __future__ import annotations

import math
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from saved_model_server import SavedModelServer, saved_model_server
from service_fakes import history

from tidemark_ml.service.app import build_app
from tidemark_ml.service.core import Forecaster
from tidemark_ml.service.settings import Settings
from tidemark_ml.serving.tensorflow_serving import TensorFlowServing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = {"Authorization": "Bearer secret"}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def serving(data_dir: Path) -> Iterator[SavedModelServer]:
    with saved_model_server(data_dir / "models") as server:
        yield server


@pytest.fixture(scope="module")
def in_process(data_dir: Path) -> Iterator[TestClient]:
    settings = Settings("secret", "127.0.0.1", 0, data_dir, None, None, "info")
    with TestClient(build_app(Forecaster(), settings), headers=TOKEN) as client:
        yield client


@pytest.fixture(scope="module")
def remote(data_dir: Path, serving: SavedModelServer) -> Iterator[TestClient]:
    settings = Settings("secret", "127.0.0.1", 0, data_dir, None, serving.url, "info")
    with pytest.MonkeyPatch.context() as patch:
        # Loading the model takes this server longer than a forecast may wait.
        patch.setattr("tidemark_ml.service.engine.TensorFlowServing", partial(TensorFlowServing, timeout_seconds=60))
        with TestClient(build_app(Forecaster(), settings), headers=TOKEN) as client:
            yield client


def weekly(days: int = 90) -> list[dict[str, Any]]:
    """A site with a busy week and an outage."""
    return [
        point | {"value": None if day == 40 else 1000 + 300 * (day % 7) + 10 * (day % 5)}
        for day, point in enumerate(history(days))
    ]


def values_of(answer: Any) -> list[float]:  # noqa: ANN401
    assert answer.status_code == 200, answer.text
    return [day["value"] for day in answer.json()["data"]]


@pytest.mark.parametrize("days", [14, 59, 60, 200])
def test_a_forecast_lies_within_its_intervals_and_wider_ones_hold_narrower_ones(
    in_process: TestClient, days: int
) -> None:
    question = {
        "site": "shop.example",
        "metric": "page_visits",
        "country": "DE",
        "history": weekly(days),
        "horizon": 28,
    }
    answer = in_process.post("/v1/forecast", json=question)
    assert len(values_of(answer)) == 28
    for day in answer.json()["data"]:
        bounds = [day["intervals"][level] for level in ("95", "90", "80")]
        ordered = [*(low for low, _ in bounds), day["value"], *(high for _, high in reversed(bounds))]
        assert ordered == sorted(ordered)
        assert ordered[0] >= 0
        assert all(math.isfinite(value) for value in ordered)


def test_through_tensorflow_serving_the_forecast_is_the_same(
    in_process: TestClient, remote: TestClient, serving: SavedModelServer
) -> None:
    question = {"site": "shop.example", "metric": "page_visits", "history": weekly()}
    here = values_of(in_process.post("/v1/forecast", json=question))
    asked = serving.asked
    there = values_of(remote.post("/v1/forecast", json=question))
    assert serving.asked > asked
    assert there == pytest.approx(here, rel=1e-4)
    health = remote.get("/health").json()
    assert (health["tensorflow_serving"], health["tensorflow_serving_fallbacks"]) == ("ok", 0)


def test_a_site_is_trained_recorded_and_served(in_process: TestClient) -> None:
    question = {"site": "trained.example", "metric": "page_visits", "history": weekly()}
    job_id = in_process.post("/v1/train", json=question).json()["job_id"]
    seen = []
    for _ in range(3000):
        job = in_process.get(f"/v1/jobs/{job_id}").json()
        seen.append(job["progress"])
        if job["status"] not in ("queued", "running"):
            break
        time.sleep(0.1)
    assert job["status"] == "succeeded", job
    assert seen == sorted(seen)
    assert job["result"]["model_version"] == "v1"
    assert job["result"]["reason"]
    assert "seasonal_naive" in [figures["kind"] for figures in job["result"]["candidates"]]
    forecast = in_process.post("/v1/forecast", json=question)
    assert all(value >= 0 for value in values_of(forecast))
    served = "v1" if job["result"]["promoted"] else Forecaster().shipped_version()
    assert forecast.json()["model_version"] == served
