from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from service_fakes import history

from tidemark_ml.service.jobs import Jobs
from tidemark_ml.service.messages import Order, Progress, Succeeded
from tidemark_ml.service.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from fastapi.testclient import TestClient

ENDED = ("succeeded", "failed", "cancelled")


def wait(client: TestClient, job_id: str, *statuses: str) -> dict[str, Any]:
    """Fails where nothing comes of it within a minute."""
    for _ in range(600):
        job: dict[str, Any] = client.get(f"/v1/jobs/{job_id}").json()
        if job["status"] in (statuses or ENDED):
            return job
        time.sleep(0.1)
    raise AssertionError(job)


def train(client: TestClient, question: dict[str, Any]) -> str:
    answer = client.post("/v1/train", json=question)
    assert answer.status_code == 202, answer.text
    job_id: str = answer.json()["job_id"]
    return job_id


def test_a_training_ends_with_its_figures_and_serves_at_once(client: TestClient, question: dict[str, Any]) -> None:
    job = wait(client, train(client, question))
    assert job["status"] == "succeeded", job
    assert job["progress"] == 1
    assert "error" not in job
    result = job["result"]
    assert (result["model_version"], result["model_kind"], result["promoted"]) == ("v1", "lstm_fine_tuned", True)
    assert "beats last week and replaces lstm_pretrained" in result["reason"]
    assert [figures["kind"] for figures in result["candidates"]] == [
        "seasonal_naive",
        "lstm_pretrained",
        "lstm_fine_tuned",
    ]
    assert result["candidates"][2]["coverage"] == {"80": 0.8, "90": 0.9, "95": 0.95}
    assert (result["origins"], result["epochs"]) == (8, 4)

    forecast = client.post("/v1/forecast", json=question).json()
    assert (forecast["model_version"], forecast["model_kind"]) == ("v1", "lstm_fine_tuned")
    assert forecast["trained_at"] is not None
    # The fake's own network doubles the last value.
    assert forecast["data"][0]["value"] == pytest.approx(2 * 189)


def test_another_metric_of_the_site_is_not_touched(client: TestClient, question: dict[str, Any]) -> None:
    wait(client, train(client, question))
    forecast = client.post("/v1/forecast", json=question | {"metric": "sessions"}).json()
    assert forecast["model_version"] == "s1.test"


def test_a_trained_site_with_too_short_a_history_is_forecast_by_the_default(
    client: TestClient, question: dict[str, Any]
) -> None:
    wait(client, train(client, question))
    forecast = client.post("/v1/forecast", json=question | {"history": history(20)}).json()
    assert (forecast["model_version"], forecast["model_kind"]) == ("s1.test", "weekday_profile")
    assert forecast["trained_at"] is None


def test_a_champion_that_does_not_beat_last_week_does_not_serve(
    client: TestClient, question: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_TRAINING", "bad")
    result = wait(client, train(client, question))["result"]
    assert result["promoted"] is False
    assert "doesn't beat what serves" in result["reason"]
    assert client.post("/v1/forecast", json=question).json()["model_version"] == "s1.test"


def test_a_second_training_of_the_same_site_and_metric_is_the_same_job(
    client: TestClient, question: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_TRAINING", "slow")
    first = train(client, question)
    wait(client, first, "running")
    waiting = train(client, question | {"metric": "sessions"})
    assert train(client, question) == first
    assert train(client, question | {"metric": "sessions"}) == waiting
    assert client.get("/health").json()["jobs"] == {"queued": 1, "running": 1}
    for job in (waiting, first):
        client.delete(f"/v1/jobs/{job}")
    assert train(client, question) not in (first, waiting)


def test_cancelling_ends_the_process_and_nothing_new_serves(
    client: TestClient, question: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_TRAINING", "slow")
    job_id = train(client, question)
    running = wait(client, job_id, "running")
    assert 0 <= running["progress"] < 1
    cancelled = client.delete(f"/v1/jobs/{job_id}").json()
    assert cancelled["status"] == "cancelled"
    assert client.get("/health").json()["jobs"] == {"queued": 0, "running": 0}
    assert client.get("/v1/models").json()["models"] == []
    monkeypatch.setenv("TEST_TRAINING", "good")
    assert wait(client, train(client, question))["status"] == "succeeded"


def test_cancelling_one_that_waits_takes_it_out_of_the_queue(
    client: TestClient, question: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_TRAINING", "slow")
    first = train(client, question)
    second = train(client, question | {"site": "other.example"})
    assert client.delete(f"/v1/jobs/{second}").json()["status"] == "cancelled"
    assert wait(client, first, "running")["status"] == "running"
    client.delete(f"/v1/jobs/{first}")


def test_one_that_is_finished_stays_as_it_is(client: TestClient, question: dict[str, Any]) -> None:
    job_id = train(client, question)
    wait(client, job_id)
    assert client.delete(f"/v1/jobs/{job_id}").json()["status"] == "succeeded"


@pytest.mark.parametrize(
    ("behaviour", "code", "detail"),
    [
        ("killed", "training_failed", "killed by signal 9"),
        ("crash", "training_failed", "ended with code 7: out of luck"),
        ("raise", "internal", "the log has more"),
        ("short", "insufficient_history", "40 days of history; 60 are needed"),
    ],
)
def test_a_training_that_fails_says_why_and_the_next_one_runs(
    client: TestClient,
    question: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    behaviour: str,
    code: str,
    detail: str,
) -> None:
    monkeypatch.setenv("TEST_TRAINING", behaviour)
    job = wait(client, train(client, question))
    assert job["status"] == "failed"
    assert job["error"]["code"] == code
    assert detail in job["error"]["detail"]
    assert "result" not in job
    assert client.post("/v1/forecast", json=question).json()["model_version"] == "s1.test"
    monkeypatch.setenv("TEST_TRAINING", "good")
    assert wait(client, train(client, question))["status"] == "succeeded"


@pytest.mark.parametrize("route", ["/v1/train", "/v1/backtest"])
def test_too_short_a_history_is_refused_before_it_is_queued(
    client: TestClient, question: dict[str, Any], route: str
) -> None:
    answer = client.post(route, json=question | {"history": history(59)})
    assert answer.status_code == 409
    assert (answer.json()["have"], answer.json()["need"]) == (59, 60)


def test_a_backtest_answers_when_it_is_done_and_changes_nothing(client: TestClient, question: dict[str, Any]) -> None:
    answer = client.post("/v1/backtest", json=question)
    assert answer.status_code == 200
    assert (answer.json()["champion"], answer.json()["origins"]) == ("lstm_pretrained", 8)
    assert len(answer.json()["candidates"]) == 2
    assert client.get("/v1/models").json()["models"] == []


def test_a_backtest_whose_process_dies_is_a_problem(
    client: TestClient, question: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_TRAINING", "crash")
    answer = client.post("/v1/backtest", json=question)
    assert (answer.status_code, answer.json()["code"]) == (500, "training_failed")


def test_after_a_restart_jobs_are_gone_and_models_still_serve(
    start: Callable[[], TestClient], question: dict[str, Any]
) -> None:
    client = start()
    job_id = train(client, question)
    wait(client, job_id)
    client = start()
    answer = client.get(f"/v1/jobs/{job_id}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert client.post("/v1/forecast", json=question).json()["model_version"] == "v1"


def test_models_tells_every_version_and_which_serves(
    client: TestClient, question: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(client, train(client, question))
    monkeypatch.setenv("TEST_TRAINING", "bad")
    wait(client, train(client, question))
    body = client.get("/v1/models").json()
    assert body["shipped"] == {"model_version": "s1.test"}
    assert [(model["model_version"], model["promoted"]) for model in body["models"]] == [("v2", False), ("v1", True)]
    assert body["models"][1]["site"] == "shop.example"
    assert body["models"][1]["figures"]["relative_mae"] == 0.7


def order(site: str) -> Order:
    return Order.model_validate(
        {
            "kind": "train",
            "question": {"site": site, "metric": "page_visits", "history": []},
            "data_dir": "data",
            "mlflow_tracking_uri": None,
            "log_level": "info",
        }
    )


async def at_once(_order: Order) -> AsyncIterator[Progress | Succeeded]:
    yield Progress(progress=0.5, step="half")


def test_a_full_queue_says_when_to_come_again() -> None:
    jobs = Jobs(at_once, lambda _job: None, waiting=2)
    jobs.submit(order("a"))
    jobs.submit(order("b"))
    assert jobs.submit(order("a")).site == "a"
    with pytest.raises(ProblemError) as refused:
        jobs.submit(order("c"))
    assert refused.value.response().headers["retry-after"] == "60"


def test_histories_and_old_jobs_are_forgotten() -> None:
    import asyncio

    async def scenario() -> None:
        jobs = Jobs(at_once, lambda _job: None, kept=2)
        submitted = [jobs.submit(order(site)) for site in "abc"]
        worker = asyncio.create_task(jobs.run())
        for job in submitted:
            await job.finished.wait()
        worker.cancel()
        assert [job.order for job in submitted] == [None, None, None]
        with pytest.raises(ProblemError):
            jobs.get(submitted[0].id)
        assert jobs.get(submitted[2].id).status == "failed"

    asyncio.run(scenario())
