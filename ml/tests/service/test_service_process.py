"""The service as a process of its own: what it logs, and what's left when it's killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICE = Path(__file__).with_name("fake_service.py")
TOKEN = {"Authorization": "Bearer secret"}


class Service:
    """Killed with its test."""

    def __init__(self, data_dir: Path, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.log = log
        with log.open("ab") as out:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, str(SERVICE), str(port), str(data_dir)], stdout=out, stderr=subprocess.STDOUT
            )
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=TOKEN, timeout=30, trust_env=False)

    def await_ready(self) -> None:
        for _ in range(600):
            with suppress(httpx.TransportError):
                self.http.get("/health")
                return
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        raise AssertionError("not ready")

    def stop(self, how: int) -> int:
        self.process.send_signal(how)
        code = self.process.wait(60)
        self.http.close()
        return code


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("TEST_TRAINING", "slow")
    running = Service(tmp_path / "data", tmp_path / "log")
    try:
        running.await_ready()
        yield running
    finally:
        if running.process.poll() is None:
            running.stop(signal.SIGKILL)


def start_training(service: Service, question: dict[str, Any]) -> int:
    """The process that trains."""
    job_id = service.http.post("/v1/train", json=question).json()["job_id"]
    for _ in range(600):
        if service.http.get(f"/v1/jobs/{job_id}").json()["progress"] > 0.4:
            break
        time.sleep(0.1)
    children = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children").read_text().split()
    assert len(children) == 1
    return int(children[0])


def is_gone(pid: int) -> bool:
    for _ in range(600):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_training_ends_with_its_service_and_leaves_nothing_that_serves(
    service: Service, question: dict[str, Any], tmp_path: Path, how: int
) -> None:
    child = start_training(service, question)
    service.stop(how)
    assert is_gone(child)
    assert list((tmp_path / "data").glob("models/*/*")) == []

    again = Service(tmp_path / "data", tmp_path / "log")
    try:
        again.await_ready()
        assert again.http.post("/v1/forecast", json=question).json()["model_version"] == "s1.test"
    finally:
        assert again.stop(signal.SIGTERM) in (0, -signal.SIGTERM)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_training_that_is_killed_from_outside_fails_with_a_reason_and_the_service_goes_on(
    service: Service, question: dict[str, Any]
) -> None:
    os.kill(start_training(service, question), signal.SIGKILL)
    job_id = ""
    for line in service.log.read_text().splitlines():
        job_id = json.loads(line).get("job_id", job_id)
    for _ in range(600):
        job = service.http.get(f"/v1/jobs/{job_id}").json()
        if job["status"] != "running":
            break
        time.sleep(0.1)
    assert job["status"] == "failed"
    assert "killed by signal 9" in job["error"]["detail"]
    assert service.http.post("/v1/forecast", json=question).status_code == 200


def test_hanging_up_on_a_backtest_cancels_it(service: Service, question: dict[str, Any]) -> None:
    with pytest.raises(httpx.ReadTimeout):
        service.http.post("/v1/backtest", json=question, timeout=2)
    for _ in range(600):
        jobs = service.http.get("/health").json()["jobs"]
        if jobs == {"queued": 0, "running": 0}:
            break
        time.sleep(0.1)
    assert jobs == {"queued": 0, "running": 0}
    assert "backtest cancelled" in service.log.read_text()


def test_every_line_of_the_log_is_json_and_no_history_is_in_it(service: Service, question: dict[str, Any]) -> None:
    marked = question | {"history": [point | {"value": 987_654_321} for point in question["history"]]}
    service.http.post("/v1/forecast", json=marked)
    service.http.post("/v1/forecast", json=marked | {"history": [{"date": "2025-01-01", "value": -987_654_321}]})
    job_id = service.http.post("/v1/train", json=marked).json()["job_id"]
    service.http.delete(f"/v1/jobs/{job_id}")
    service.stop(signal.SIGTERM)
    lines = [json.loads(line) for line in service.log.read_text().splitlines()]
    assert {"level", "message", "timestamp"} <= set.intersection(*(set(line) for line in lines))
    assert any(line["message"] == "ready" for line in lines)
    assert "987654321" not in service.log.read_text()
