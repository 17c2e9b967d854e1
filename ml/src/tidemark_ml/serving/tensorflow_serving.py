"""Predicts through TensorFlow Serving's REST API: https://www.tensorflow.org/tfx/serving/api_rest."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

import httpx
import numpy as np

from tidemark_ml.serving.circuit import Circuit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tidemark_ml.types import Network

Availability = Literal["ok", "unavailable"]

#: A network answers within a few milliseconds; a forecast has a tenth of a second.
_TIMEOUT_SECONDS = 1.0

log = logging.getLogger(__name__)


class TensorFlowServing:
    """One server, and how often it was done without."""

    def __init__(
        self,
        url: str,
        *,
        timeout_seconds: float = _TIMEOUT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Connects at the first prediction.

        Args:
            url: Of its REST API, such as `http://127.0.0.1:8501`.
            timeout_seconds: For connecting, and again for every wait for more of an answer.
            clock: Seconds that never go back.
        """
        self._clock = clock
        self._circuit = Circuit(clock)
        self._client = httpx.Client(base_url=url, timeout=timeout_seconds, trust_env=False)
        #: Predictions that were made in process instead.
        self.fallbacks = 0

    def network(self, name: str, version: int, fallback: Network) -> Network:
        """A network that's asked there, and in this process where that fails."""
        return _RemoteNetwork(self, name, version, fallback, Circuit(self._clock))

    def availability(self, name: str, version: int) -> Availability:
        """Whether it serves a version now, or left open by a failure a moment ago."""
        if self._circuit.is_open:
            return "unavailable"
        try:
            answer = self._client.get(_path(name, version)).raise_for_status().json()
            states = [status["state"] for status in answer["model_version_status"]]
        except (httpx.HTTPError, ValueError, TypeError, KeyError):
            return "unavailable"
        return "ok" if "AVAILABLE" in states else "unavailable"

    def close(self) -> None:
        """Closes its connections."""
        self._client.close()


class _RemoteNetwork:
    def __init__(self, server: TensorFlowServing, name: str, version: int, fallback: Network, circuit: Circuit) -> None:
        self._server = server
        self._name = name
        self._version = version
        self._fallback = fallback
        #: Opened where the server is well but hasn't loaded this model yet.
        self._circuit = circuit

    def predict(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """From `(batch, 30, features)` to `(batch, 7)`."""
        server = self._server
        if not (server._circuit.is_open or self._circuit.is_open):
            try:
                predicted = self._ask(windows)
            except (httpx.HTTPError, ValueError, TypeError, KeyError) as error:
                refused = isinstance(error, httpx.HTTPStatusError) and error.response.is_client_error
                (self._circuit if refused else server._circuit).open()
                log.warning(
                    "TensorFlow Serving doesn't answer for %s %d (%s); predicting in process",
                    self._name,
                    self._version,
                    error.response.status_code if isinstance(error, httpx.HTTPStatusError) else type(error).__name__,
                )
            else:
                return predicted
        server.fallbacks += 1
        return self._fallback.predict(windows)

    def _ask(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        question = {"signature_name": "serving_default", "instances": windows.tolist()}
        answer = self._server._client.post(f"{_path(self._name, self._version)}:predict", json=question)
        predicted = np.asarray(answer.raise_for_status().json()["predictions"], np.float32)
        if predicted.ndim != 2 or len(predicted) != len(windows) or not np.isfinite(predicted).all():
            raise ValueError("not one row of numbers for each window")
        return predicted


def _path(name: str, version: int) -> str:
    return f"/v1/models/{quote(name, safe='')}/versions/{version}"
