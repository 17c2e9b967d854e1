from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from service_fakes import WINDOW, FakeCore, weights

from tidemark_ml.registry.names import SHIPPED_NAME, model_name
from tidemark_ml.registry.record import VersionRecord
from tidemark_ml.registry.store import ModelStore
from tidemark_ml.serving.models import ServingModels, publish_shipped
from tidemark_ml.serving.models_config import write_models_config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fastapi.testclient import TestClient

NAME = model_name("shop.example", "page_visits")


def publish(store: ModelStore, version: int = 1, **changes: object) -> None:
    values: dict[str, object] = {
        "name": NAME,
        "site": "shop.example",
        "metric": "page_visits",
        "version": version,
        "model_version": f"v{version}",
        "model_kind": "lstm_fine_tuned",
        "trained_at": "2026-03-01T00:00:00Z",
        "package_version": "0.1.0",
        "shipped_version": "s1.test",
    }
    record = VersionRecord.model_validate(values | changes)
    own = weights(version / 120) if record.model_kind == "lstm_fine_tuned" else None
    store.promote(store.publish(record, own, FakeCore().export_network))


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


@pytest.fixture
def models(store: ModelStore) -> ServingModels:
    core = FakeCore()
    return ServingModels(
        store, shipped_version="s1.test", shipped_network=core.shipped_network(), load=core.load_network, remote=None
    )


def test_what_is_promoted_serves_from_the_next_forecast_on(store: ModelStore, models: ServingModels) -> None:
    assert models.find("shop.example", "page_visits").model_version == "s1.test"
    for version in (1, 2, 3):
        publish(store, version)
        served = models.find("shop.example", "page_visits")
        assert served.model_version == f"v{version}"
        assert served.network is not None
        assert served.network.predict(WINDOW)[0, 0] == pytest.approx(2 * version * 0.5)


def test_a_kind_without_a_network_of_its_own_uses_the_shipped_one(store: ModelStore, models: ServingModels) -> None:
    publish(store, model_kind="blend")
    served = models.find("shop.example", "page_visits")
    assert (served.model_version, served.kind, served.network) == ("v1", "blend", models.shipped.network)


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "1" / "saved_model.pb").write_bytes(b""),
        lambda folder: (folder / "1.json").write_text("{"),
        lambda folder: (folder / "1.json").unlink(),
        lambda folder: (folder / "serving.json").write_text(""),
        lambda folder: (folder / "serving.json").write_text(json.dumps({"version": 9})),
    ],
)
def test_where_a_version_is_damaged_the_shipped_model_serves_and_the_log_says_so_once(
    store: ModelStore, models: ServingModels, caplog: pytest.LogCaptureFixture, damage: Callable[[Path], object]
) -> None:
    publish(store)
    damage(store.root / NAME)
    with caplog.at_level(logging.ERROR, logger="tidemark_ml"):
        for _ in range(3):
            assert models.find("shop.example", "page_visits") == models.shipped
    assert len(caplog.records) == 1
    assert "the shipped model serves instead" in caplog.records[0].getMessage()


def test_a_damaged_version_is_forecast_around(client: TestClient, question: dict[str, Any], tmp_path: Path) -> None:
    publish(ModelStore(tmp_path / "models"))
    (tmp_path / "models" / NAME / "1" / "saved_model.pb").unlink()
    answer = client.post("/v1/forecast", json=question)
    assert (answer.status_code, answer.json()["model_version"]) == (200, "s1.test")


@pytest.mark.parametrize("change", [{"shipped_version": "s0.old"}, {"site": "other.example"}])
def test_a_network_made_of_other_weights_or_for_another_site_does_not_serve(
    store: ModelStore, models: ServingModels, change: dict[str, str]
) -> None:
    publish(store, **change)
    assert models.find("shop.example", "page_visits") == models.shipped


def test_weights_of_another_shape_do_not_serve(store: ModelStore) -> None:
    publish(store)

    def refuse(_weights: object) -> NoReturn:
        raise ValueError("another shape")

    models = ServingModels(store, shipped_version="s1.test", shipped_network=None, load=refuse, remote=None)
    assert models.find("shop.example", "page_visits") == models.shipped


def test_networks_in_memory_are_bounded(
    store: ModelStore, models: ServingModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tidemark_ml.serving.models._KEPT_SITES", 2)
    for site in ("a.example", "b.example", "c.example"):
        publish(store, name=model_name(site, "page_visits"), site=site)
        assert models.find(site, "page_visits").model_version == "v1"
    assert len(models._found) == 2
    assert models.find("a.example", "page_visits").model_version == "v1"


def test_the_shipped_network_is_published_once_and_anew_where_it_is_damaged_or_another(store: ModelStore) -> None:
    export = FakeCore().export_network
    assert publish_shipped(store, "s1", weights(1), export) == 1
    assert publish_shipped(store, "s1", weights(1), export) == 1
    (store.root / SHIPPED_NAME / "1" / "saved_model.pb").write_bytes(b"")
    assert publish_shipped(store, "s1", weights(1), export) == 2
    assert publish_shipped(store, "s2", weights(2), export) == 3


def test_tensorflow_serving_is_told_of_every_network_that_serves(store: ModelStore) -> None:
    publish(store, 1)
    publish(store, 2)
    publish(store, name=model_name("b.example", "sessions"), site="b.example", metric="sessions", model_kind="blend")
    write_models_config(store, (SHIPPED_NAME, 4))
    lines = (store.root / "models.config").read_text().splitlines()
    assert lines[0] == "model_config_list {"
    assert [line.split('"')[1] for line in lines[1:-1]] == [SHIPPED_NAME, NAME]
    assert lines[1].endswith('model_platform: "tensorflow" model_version_policy { specific { versions: 4 } } }')
    assert lines[2].split('"')[3] == str((store.root / NAME).resolve())
    assert "versions: 2 }" in lines[2]
