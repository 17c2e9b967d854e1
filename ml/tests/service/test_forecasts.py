from typing import Any

import pytest
from fastapi.testclient import TestClient
from service_fakes import history


def test_a_site_never_trained_is_forecast_by_the_shipped_model(client: TestClient, question: dict[str, Any]) -> None:
    answer = client.post("/v1/forecast", json=question)
    assert answer.status_code == 200
    body = answer.json()
    assert body["origin"] == "2025-03-31"
    assert body["model_version"] == "s1.test"
    assert body["model_kind"] == "lstm_pretrained"
    assert body["trained_at"] is None
    assert [day["date"] for day in body["data"]] == [f"2025-04-0{day}" for day in range(1, 8)]
    assert body["data"][0]["intervals"] == {"80": [189 / 2, 189 * 1.5], "90": [94.5, 283.5], "95": [94.5, 283.5]}


def test_horizon_and_levels_are_as_asked(client: TestClient, question: dict[str, Any]) -> None:
    body = client.post("/v1/forecast", json=question | {"horizon": 28, "levels": [90]}).json()
    assert len(body["data"]) == 28
    assert list(body["data"][27]["intervals"]) == ["90"]


def test_a_gap_at_the_end_is_part_of_the_history(client: TestClient, question: dict[str, Any]) -> None:
    question["history"].append({"date": "2025-04-01", "value": None})
    assert client.post("/v1/forecast", json=question).json()["origin"] == "2025-04-01"


def test_too_short_a_history_is_refused_with_the_numbers(client: TestClient, question: dict[str, Any]) -> None:
    answer = client.post("/v1/forecast", json=question | {"history": history(9)})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["code"], body["have"], body["need"]) == ("insufficient_history", 9, 14)


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        [{"date": "2025-01-01", "value": -1}],
        [{"date": "2025-01-01", "value": 1}, {"date": "2025-01-01", "value": 1}],
        [{"date": "2025-01-01", "value": 1e300}],
        [{"date": "1900-01-01", "value": 1}, {"date": "2199-12-31", "value": 1}],
    ],
)
def test_a_history_that_is_no_daily_series_is_refused(
    client: TestClient, question: dict[str, Any], wrong: list[dict[str, Any]]
) -> None:
    answer = client.post("/v1/forecast", json=question | {"history": wrong})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_series")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"site": ""}, "site"),
        ({"site": 7}, "site"),
        ({"metric": "Page visits"}, "metric"),
        ({"country": "Germany"}, "country"),
        ({"horizon": 0}, "horizon"),
        ({"horizon": 29}, "horizon"),
        ({"horizon": True}, "horizon"),
        ({"levels": [50]}, "levels.0"),
        ({"history": [{"date": "2025-02-30", "value": 1}]}, "history.0.date"),
        ({"history": [{"date": "9999-12-31", "value": 1}]}, "history.0.date"),
        ({"history": [{"date": 1735689600, "value": 1}]}, "history.0.date"),
        ({"history": [{"date": "2025-01-01", "value": "1"}]}, "history.0.value"),
        ({"history": [{"date": "2025-01-01"}]}, "history.0.value"),
        ({"exclude": [{"start": "2025-01-02", "end": "2025-01-01", "reason": ""}]}, "exclude.0"),
        ({"levles": [80]}, "levles"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(
    client: TestClient, question: dict[str, Any], change: dict[str, Any], path: str
) -> None:
    answer = client.post("/v1/forecast", json=question | change)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, "invalid_request")
    assert path in [error["path"] for error in body["errors"]]


def test_forecasts_go_on_while_a_training_runs(
    client: TestClient, question: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_TRAINING", "slow")
    job = client.post("/v1/train", json=question).json()["job_id"]
    assert client.post("/v1/forecast", json=question).status_code == 200
    client.delete(f"/v1/jobs/{job}")
