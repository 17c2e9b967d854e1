from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

PATHS = ["/v1/models", "/v1/jobs/x", "/openapi.json", "/docs", "/redoc", "/", "/nowhere", "/health/"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "credentials", [None, "", "Bearer", "Bearer wrong", "Bearer secrets", "bearer secret", "secret"]
)
def test_nothing_but_health_answers_without_the_token(client: TestClient, path: str, credentials: str | None) -> None:
    client.headers.pop("Authorization")
    headers = {} if credentials is None else {"Authorization": credentials}
    answer = client.get(path, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["code"] == "unauthorized"
    assert answer.headers["www-authenticate"] == "Bearer"


def test_health_is_open_and_tells_what_runs(client: TestClient) -> None:
    client.headers.pop("Authorization")
    body = client.get("/health").json()
    assert body["status"] == "ok"
    assert body["model_version"] == "s1.test"
    assert body["tensorflow_serving"] == "off"
    assert body["jobs"] == {"queued": 0, "running": 0}


def test_health_takes_no_other_method_without_the_token(client: TestClient) -> None:
    client.headers.pop("Authorization")
    assert client.post("/health").status_code == 401


@pytest.mark.parametrize(
    ("path", "status", "code"), [("/nowhere", 404, "not_found"), ("/v1/train", 405, "method_not_allowed")]
)
def test_with_the_token_what_is_not_there_is_a_problem(client: TestClient, path: str, status: int, code: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_of_more_than_five_megabytes_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/forecast", content=b" " * 5_000_001)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_one_that_comes_in_chunks_too(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(6):
            yield b" " * 1_000_000

    assert client.post("/v1/forecast", content=chunks()).status_code == 413


def test_one_of_five_megabytes_is_read(client: TestClient) -> None:
    answer = client.post("/v1/forecast", content=b" " * 5_000_000)
    assert answer.json()["code"] == "invalid_request"


def test_the_token_is_asked_for_before_the_body_is_looked_at(client: TestClient) -> None:
    answer = client.post("/v1/forecast", content=b" " * 5_000_001, headers={"Authorization": "Bearer x"})
    assert answer.status_code == 401


def test_a_service_that_has_too_many_forecasts_waiting_says_when_to_come_again(
    client: TestClient, question: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tidemark_ml.service.engine._MOST_WAITING", 0)
    answer = client.post("/v1/forecast", json=question)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
