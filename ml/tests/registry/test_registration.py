import dataclasses
import logging
import math
from pathlib import Path

import numpy as np
import pytest
from registry_examples import backtest, training, write_stand_in

from tidemark_ml.models.network import InProcessNetwork
from tidemark_ml.registry.names import model_name
from tidemark_ml.registry.record import Figures
from tidemark_ml.registry.registration import register
from tidemark_ml.registry.store import ModelStore
from tidemark_ml.registry.tracking import Tracking
from tidemark_ml.shipped import shipped_weights
from tidemark_ml.types import InvalidSeries

NAME = model_name("shop.example", "page_visits")
GOOD = {"seasonal_naive": 1.0, "blend": 0.9, "lstm_fine_tuned": 0.8}


class NoTracking(Tracking):
    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def record(self, *told: object) -> None:
        self.told.append(told)


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


def test_a_better_champion_serves_with_its_figures_written_beside_it(store: ModelStore) -> None:
    record, decision = register(training("lstm_fine_tuned", GOOD), store, NoTracking(), write_stand_in)
    assert decision.promoted
    assert store.serving_version(NAME) == 1
    read = store.read(NAME, 1)
    assert read == record
    assert read.model_version == "v1"
    assert read.figures is not None
    assert read.figures.relative_mae == 0.8
    assert read.history is not None
    assert (str(read.history.first), str(read.history.last), read.history.days) == ("2025-01-01", "2025-03-31", 90)
    assert read.epochs == 12


def test_a_worse_one_is_kept_and_told_but_the_old_one_goes_on_serving(store: ModelStore) -> None:
    register(training("blend", GOOD), store, NoTracking(), write_stand_in)
    tracking = NoTracking()
    worse = training("holt_winters", GOOD | {"holt_winters": 0.91})
    record, decision = register(worse, store, tracking, write_stand_in)
    assert not decision.promoted
    assert record.model_version == "v2"
    assert store.serving_version(NAME) == 1
    assert tracking.told[0][3] == (False, decision.reason)


def test_a_network_trained_anew_serves_also_when_the_weeks_have_become_harder(store: ModelStore) -> None:
    register(training("lstm_fine_tuned", GOOD | {"lstm_fine_tuned": 0.62}), store, NoTracking(), write_stand_in)
    _, decision = register(training("lstm_fine_tuned", GOOD), store, NoTracking(), write_stand_in)
    assert decision.promoted
    assert store.serving_version(NAME) == 2


def test_a_network_that_is_not_replaced_serves_as_trained_anew(store: ModelStore) -> None:
    register(training("lstm_fine_tuned", GOOD), store, NoTracking(), write_stand_in)
    record, decision = register(training("blend", GOOD), store, NoTracking(), write_stand_in)
    assert decision.promoted
    assert store.serving_version(NAME) == 2
    assert store.read(NAME, 2).model_kind == record.model_kind == "lstm_fine_tuned"


def test_where_what_serves_is_damaged_the_default_is_what_has_to_be_beaten(store: ModelStore) -> None:
    register(training("lstm_fine_tuned", GOOD), store, NoTracking(), write_stand_in)
    (store.root / NAME / "serving.json").write_text("?")
    _, decision = register(training("lstm_fine_tuned", GOOD), store, NoTracking(), write_stand_in)
    assert decision.promoted
    assert "replaces blend" in decision.reason
    assert store.serving_version(NAME) == 2


def test_a_backtest_without_a_measured_day_is_told_as_such(store: ModelStore) -> None:
    with pytest.raises(InvalidSeries, match="nothing was measured"):
        register(training("blend", {"blend": math.nan}), store, NoTracking(), write_stand_in)
    assert store.names() == []


def test_figures_that_have_nothing_to_be_divided_by_are_null(store: ModelStore) -> None:
    figures = dataclasses.replace(backtest("blend", {"blend": 0.9}).candidates[0], mase=math.inf, relative_mae=math.nan)
    assert '"relative_mae":null,"mase":null' in Figures.of(figures).model_dump_json()


def test_it_serves_also_while_mlflow_is_away(store: ModelStore, caplog: pytest.LogCaptureFixture) -> None:
    away = Tracking(store.root.parent, "http://127.0.0.1:9")
    with caplog.at_level(logging.ERROR, logger="tidemark_ml"):
        _, decision = register(training("lstm_fine_tuned", GOOD), store, away, write_stand_in)
    assert decision.promoted
    assert store.serving_version(NAME) == 1
    assert [line.getMessage()[:35] for line in caplog.records] == ["MLflow has no record of a training:"]


@pytest.fixture(scope="module")
def mlflow_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def test_mlflow_has_a_run_and_a_registered_version_of_each_network(mlflow_home: Path) -> None:
    store = ModelStore(mlflow_home / "models")
    tracking = Tracking(mlflow_home, None)
    register(training("lstm_fine_tuned", GOOD), store, tracking, write_stand_in)
    register(training("holt_winters", {"lstm_fine_tuned": 1.1, "holt_winters": 1.2}), store, tracking, write_stand_in)
    client = tracking._client()

    runs = client.search_runs([client.get_experiment_by_name("tidemark").experiment_id])
    assert len(runs) == 2
    first = next(run for run in runs if run.data.params["model_version"] == "v1")
    assert first.info.status == "FINISHED"
    assert first.data.params["seed"] == "0"
    assert first.data.params["champion"] == "lstm_fine_tuned"
    assert len(first.data.params["history_sha256"]) == 64
    assert first.data.metrics["lstm_fine_tuned.relative_mae"] == 0.8
    assert first.data.metrics["seasonal_naive.coverage.80"] == 0.81
    assert first.data.tags["promoted"] == "true"

    assert len(client.search_model_versions(f"name = '{NAME}'")) == 2
    champion = client.get_model_version_by_alias(NAME, "champion")
    assert champion.tags["model_version"] == "v1"
    assert champion.run_id == first.info.run_id
    (output,) = client.get_run(champion.run_id).outputs.model_outputs
    model = client.get_logged_model(output.model_id)
    assert (model.status, model.artifact_location) == ("READY", champion.source)


def test_a_registered_version_is_a_model_that_mlflow_knows_and_loads(
    mlflow_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mlflow

    own = [each + np.float32(0.01) for each in shipped_weights()]
    usual = training("lstm_fine_tuned", GOOD)
    real = dataclasses.replace(usual, site="real.example", trained=dataclasses.replace(usual.trained, weights=own))
    record, _ = register(real, ModelStore(mlflow_home / "models"), Tracking(mlflow_home, None))
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{mlflow_home}/mlflow/mlflow.db")

    info = mlflow.models.get_model_info(f"models:/{record.name}@champion")
    assert list(info.flavors) == ["tensorflow"]
    assert [spec.shape for spec in (*info.signature.inputs, *info.signature.outputs)] == [(-1, 30, 27), (-1, 7)]
    windows = np.random.default_rng(1).normal(size=(3, 30, 27)).astype(np.float32)
    loaded = mlflow.tensorflow.load_model(f"models:/{record.name}/1")
    np.testing.assert_allclose(loaded.serve(windows), InProcessNetwork(own).predict(windows), rtol=1e-4, atol=1e-5)


def test_no_network_is_the_champion_where_what_serves_has_none(mlflow_home: Path) -> None:
    store = ModelStore(mlflow_home / "models")
    tracking = Tracking(mlflow_home, None)
    register(training("lstm_fine_tuned", GOOD), store, tracking, write_stand_in)
    simple = training("holt_winters", {"seasonal_naive": 1.0, "holt_winters": 0.7}, with_network=False)
    _, decision = register(simple, store, tracking, write_stand_in)
    assert decision.promoted
    assert "champion" not in tracking._client().get_registered_model(NAME).aliases
