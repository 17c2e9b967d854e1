"""Tells TensorFlow Serving which models there are: `--model_config_file=<data>/models/models.config`."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from tidemark_ml.registry.durable import write_file
from tidemark_ml.registry.store import DamagedVersionError
from tidemark_ml.serving.models import OWN_NETWORK_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tidemark_ml.registry.store import ModelStore


def write_models_config(store: ModelStore, shipped: tuple[str, int]) -> None:
    """Names the shipped network and every network that serves a site, each with its version.

    Args:
        store: Where the versions are.
        shipped: Name and version of the shipped network.
    """
    entries = [_entry(store, name, version) for name, version in [shipped, *_own_networks(store)]]
    store.root.mkdir(parents=True, exist_ok=True)
    write_file(store.root / "models.config", "model_config_list {\n" + "".join(entries) + "}\n")


def _entry(store: ModelStore, name: str, version: int) -> str:
    # JSON's quoting is that of protocol buffers' text format.
    base_path = json.dumps(str((store.root / name).resolve()), ensure_ascii=False)
    policy = f"model_version_policy {{ specific {{ versions: {version} }} }}"
    return f'  config {{ name: "{name}" base_path: {base_path} model_platform: "tensorflow" {policy} }}\n'


def _own_networks(store: ModelStore) -> Iterator[tuple[str, int]]:
    for name in store.names():
        # Where a damaged one is passed over, that's told.
        with suppress(DamagedVersionError):
            version = store.serving_version(name)
            if version is not None and store.read(name, version).model_kind in OWN_NETWORK_KINDS:
                yield name, version
