from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from service_fakes import FakeCore, history

from tidemark_ml.service.app import build_app
from tidemark_ml.service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHILD = (sys.executable, str(Path(__file__).with_name("fake_child.py")))


@pytest.fixture
def question() -> dict[str, Any]:
    return {"site": "shop.example", "metric": "page_visits", "history": history()}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings("secret", "127.0.0.1", 0, tmp_path, None, None, "info")


@pytest.fixture
def start(settings: Settings) -> Iterator[Callable[[], TestClient]]:
    """Starts the service over the test's data folder, as often as it's called."""
    running: list[TestClient] = []

    def start_one() -> TestClient:
        while running:
            running.pop().__exit__(None, None, None)
        app = build_app(FakeCore(), settings, CHILD)
        client = TestClient(app, raise_server_exceptions=False, headers={"Authorization": "Bearer secret"})
        running.append(client.__enter__())
        return client

    yield start_one
    while running:
        running.pop().__exit__(None, None, None)


@pytest.fixture
def client(start: Callable[[], TestClient]) -> TestClient:
    return start()
