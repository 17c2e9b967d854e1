from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from registry_examples import record, weights, write_stand_in

from tidemark_ml.registry.durable import ASIDE
from tidemark_ml.registry.record import VersionRecord
from tidemark_ml.registry.store import DamagedVersionError, ModelStore

NAME = "site-shop.example-page_visits"


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


def publish(store: ModelStore, version: int = 1) -> VersionRecord:
    return store.publish(record(version), weights(version), write_stand_in)


def test_a_folder_that_is_not_there_has_no_models(store: ModelStore) -> None:
    assert store.names() == []
    assert store.sweep() == 0
    assert store.serving_version(NAME) is None
    assert store.next_version(NAME) == 1


def test_a_published_version_lies_in_tensorflow_servings_layout_and_does_not_serve_yet(store: ModelStore) -> None:
    publish(store)
    assert (store.root / NAME / "1" / "saved_model.pb").is_file()
    assert store.serving_version(NAME) is None
    assert [found.version for found in store.records(NAME)] == [1]


def test_weights_come_back_to_the_bit_and_in_order(store: ModelStore) -> None:
    published = publish(store)
    found = store.read_weights(store.read(NAME, 1))
    assert published == store.read(NAME, 1)
    for array, wanted in zip(found, weights(1), strict=True):
        np.testing.assert_array_equal(array, wanted)


def test_promoting_changes_which_version_serves(store: ModelStore) -> None:
    first, second = publish(store, 1), publish(store, 2)
    store.promote(first)
    store.promote(second)
    assert store.serving_version(NAME) == 2


def test_a_version_without_a_network_has_no_folder_for_tensorflow_serving(store: ModelStore) -> None:
    store.publish(record(model_kind="holt_winters"), None, write_stand_in)
    assert not (store.root / NAME / "1").exists()
    with pytest.raises(DamagedVersionError):
        store.read_weights(store.read(NAME, 1))


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "1" / "saved_model.pb").write_bytes(b"grap"),
        lambda folder: (folder / "1" / "saved_model.pb").unlink(),
        lambda folder: (folder / "1" / "assets.extra" / "weights.npz").write_bytes(b"PK"),
        lambda folder: (folder / "1" / "another").write_bytes(b""),
        lambda folder: (folder / "1.json").write_text("{"),
        lambda folder: (folder / "1.json").write_text("null"),
        lambda folder: (folder / "1.json").write_bytes(b"\xff"),
        lambda folder: (folder / "1.json").unlink(),
        lambda folder: (folder / "1.json").write_text(record(2).model_dump_json()),
    ],
)
def test_a_version_that_is_not_whole_is_never_read(store: ModelStore, damage: Callable[[Path], object]) -> None:
    publish(store)
    damage(store.root / NAME)
    with pytest.raises(DamagedVersionError):
        store.read_weights(store.read(NAME, 1))


@pytest.mark.parametrize("text", ["", "{}", "null", "[]", '{"version": null}', '{"version": "a"}', "\x00"])
def test_a_pointer_that_cannot_be_read_is_damage(store: ModelStore, text: str) -> None:
    store.promote(publish(store))
    (store.root / NAME / "serving.json").write_text(text)
    with pytest.raises(DamagedVersionError):
        store.serving_version(NAME)


def test_a_training_cut_off_while_it_exports_leaves_nothing_that_counts(store: ModelStore) -> None:
    def cut_off(arrays: object, folder: Path) -> None:
        write_stand_in(arrays, folder)
        raise KeyboardInterrupt

    store.promote(publish(store))
    with pytest.raises(KeyboardInterrupt):
        store.publish(record(2), weights(), cut_off)
    assert store.serving_version(NAME) == 1
    assert [found.version for found in store.records(NAME)] == [1]
    assert store.sweep() == 1
    assert list(store.root.glob(f"**/{ASIDE}*")) == []


def test_the_number_of_a_folder_without_a_record_is_not_used_again(store: ModelStore) -> None:
    (store.root / NAME / "7").mkdir(parents=True)
    assert store.next_version(NAME) == 8


def test_old_versions_go_and_the_one_that_serves_stays(store: ModelStore) -> None:
    store.promote(publish(store, 1))
    for version in range(2, 7):
        publish(store, version)
    store.promote(store.read(NAME, 2))
    assert [found.version for found in store.records(NAME)] == [6, 5, 4, 2]
    assert sorted(path.name for path in (store.root / NAME).iterdir() if path.is_dir()) == ["2", "4", "5", "6"]
