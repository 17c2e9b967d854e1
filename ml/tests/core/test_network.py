from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tidemark_ml.features import FEATURES, OUTPUT_DAYS, WINDOW_DAYS
from tidemark_ml.models.descent import weighted_error
from tidemark_ml.models.network import InProcessNetwork, build_network
from tidemark_ml.shipped import shipped_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray


def windows(count: int) -> NDArray[np.float32]:
    return np.random.default_rng(count).normal(size=(count, WINDOW_DAYS, FEATURES)).astype(np.float32)


@pytest.mark.parametrize("count", [1, 121])
def test_the_fast_layers_forecast_what_those_of_keras_do(count: int) -> None:
    given = windows(count)
    expected = np.asarray(build_network(shipped_weights())(given, training=False))
    np.testing.assert_allclose(InProcessNetwork(shipped_weights()).predict(given), expected, rtol=1e-4, atol=1e-5)


def test_the_fast_layers_learn_what_those_of_keras_do() -> None:
    import tensorflow as tf

    targets, weights = np.ones((8, OUTPUT_DAYS), np.float32), np.linspace(0.5, 2, 8, dtype=np.float32)
    gradients = []
    for is_fused in (False, True):
        model = build_network(shipped_weights(), is_fused=is_fused)
        with tf.GradientTape() as tape:
            loss = weighted_error(model(windows(8), training=False), targets, weights)
        gradients.append(tape.gradient(loss, model.trainable_variables))
    for expected, found in zip(*gradients, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-5)


def test_each_network_keeps_its_own_weights() -> None:
    shipped = InProcessNetwork(shipped_weights())
    before = shipped.predict(windows(2))
    other = InProcessNetwork([each * 0 for each in shipped_weights()])
    assert (other.predict(windows(2)) == 0).all()
    assert shipped.predict(windows(2)).tobytes() == before.tobytes()


def test_weights_of_another_network_are_refused() -> None:
    with pytest.raises(ValueError, match="another network"):
        InProcessNetwork(shipped_weights()[:-1])
