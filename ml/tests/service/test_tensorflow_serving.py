from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np
import pytest
from saved_model_server import SavedModelServer, saved_model_server

from tidemark_ml.features import FEATURES, OUTPUT_DAYS, WINDOW_DAYS
from tidemark_ml.models.network import InProcessNetwork, build_network
from tidemark_ml.registry.export import export_network
from tidemark_ml.registry.store import ModelStore
from tidemark_ml.serving.models import publish_shipped
from tidemark_ml.serving.tensorflow_serving import TensorFlowServing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

NAME = "shipped"
WINDOWS = np.random.default_rng(0).normal(size=(5, WINDOW_DAYS, FEATURES)).astype(np.float32)


class Ones:
    def predict(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.ones((len(windows), OUTPUT_DAYS), np.float32)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def network_weights() -> list[NDArray[np.float32]]:
    weights: list[NDArray[np.float32]] = build_network().get_weights()
    return weights


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory, network_weights: list[NDArray[np.float32]]) -> Path:
    store = ModelStore(tmp_path_factory.mktemp("models"))
    publish_shipped(store, "s1", network_weights, export_network)
    return store.root


@pytest.fixture
def server(models: Path) -> Iterator[SavedModelServer]:
    with saved_model_server(models) as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def remote(server: SavedModelServer, clock: Clock) -> Iterator[TensorFlowServing]:
    # The first prediction of a model is slow on a busy machine; only the test of a slow server waits for less.
    client = TensorFlowServing(server.url, timeout_seconds=30, clock=clock)
    yield client
    client.close()


def test_the_exported_network_predicts_there_what_it_predicts_here(
    remote: TensorFlowServing, network_weights: list[NDArray[np.float32]]
) -> None:
    there = remote.network(NAME, 1, Ones()).predict(WINDOWS)
    here = InProcessNetwork(network_weights).predict(WINDOWS)
    np.testing.assert_allclose(there, here, rtol=1e-4, atol=1e-6)
    assert there.dtype == np.float32
    assert remote.fallbacks == 0


@pytest.mark.parametrize("mood", ["failing", "talking", "empty", "endless"])
def test_where_it_fails_the_forecast_is_made_in_process_and_it_is_left_alone_for_half_a_minute(
    remote: TensorFlowServing,
    server: SavedModelServer,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    mood: str,
) -> None:
    network = remote.network(NAME, 1, Ones())
    server.mood = mood
    with caplog.at_level(logging.WARNING, logger="tidemark_ml"):
        for _ in range(3):
            np.testing.assert_array_equal(network.predict(WINDOWS[:1]), np.ones((1, OUTPUT_DAYS)))
    assert server.asked == 1
    assert remote.fallbacks == 3
    assert len(caplog.records) == 1
    assert remote.availability(NAME, 1) == "unavailable"

    server.mood = "well"
    clock.now = 30
    assert not np.array_equal(network.predict(WINDOWS[:1]), np.ones((1, OUTPUT_DAYS)))
    assert remote.fallbacks == 3
    assert remote.availability(NAME, 1) == "ok"


def test_a_slow_server_is_not_waited_for(server: SavedModelServer) -> None:
    remote = TensorFlowServing(server.url, timeout_seconds=0.2)
    server.mood = "slow"
    np.testing.assert_array_equal(remote.network(NAME, 1, Ones()).predict(WINDOWS), np.ones((5, OUTPUT_DAYS)))
    assert remote.fallbacks == 1
    remote.close()


def test_a_server_that_is_not_there_is_done_without() -> None:
    remote = TensorFlowServing("http://127.0.0.1:9")
    np.testing.assert_array_equal(remote.network(NAME, 1, Ones()).predict(WINDOWS), np.ones((5, OUTPUT_DAYS)))
    assert remote.availability(NAME, 1) == "unavailable"
    remote.close()


def test_a_model_it_has_not_loaded_yet_does_not_keep_the_others_from_it(remote: TensorFlowServing) -> None:
    np.testing.assert_array_equal(remote.network(NAME, 9, Ones()).predict(WINDOWS), np.ones((5, OUTPUT_DAYS)))
    assert remote.fallbacks == 1
    assert not np.array_equal(remote.network(NAME, 1, Ones()).predict(WINDOWS), np.ones((5, OUTPUT_DAYS)))
    assert remote.fallbacks == 1


def test_windows_of_another_shape_are_refused_there_and_predicted_here(remote: TensorFlowServing) -> None:
    narrow = WINDOWS[:, :, :3]
    np.testing.assert_array_equal(remote.network(NAME, 1, Ones()).predict(narrow), np.ones((5, OUTPUT_DAYS)))
