"""Which version serves a site and metric: the one that was promoted, if it's whole, else the shipped model."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from tidemark_ml.registry.names import SHIPPED_NAME, model_name
from tidemark_ml.registry.record import VersionRecord, package_version
from tidemark_ml.registry.store import DamagedVersionError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tidemark_ml.registry.store import ModelStore
    from tidemark_ml.serving.tensorflow_serving import TensorFlowServing
    from tidemark_ml.types import ModelKind, Network

#: The kinds that use the site's own network; every other one uses the shipped network, or none.
OWN_NETWORK_KINDS: frozenset[ModelKind] = frozenset({"lstm_fine_tuned"})
#: Networks and verdicts kept in memory, the least recently used dropped first.
_KEPT_SITES = 64

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Served:
    """What to forecast a site and metric with."""

    model_version: str
    #: None: the default for the history's length.
    kind: ModelKind | None
    trained_at: datetime | None
    #: None: the shipped one in this process.
    network: Network | None


class ServingModels:
    """Finds what serves. Used by one thread at a time."""

    def __init__(
        self,
        store: ModelStore,
        *,
        shipped_version: str,
        shipped_network: Network | None,
        load: Callable[[Sequence[NDArray[np.float32]]], Network],
        remote: TensorFlowServing | None,
    ) -> None:
        """Nothing is read yet.

        Args:
            store: Where the versions are.
            shipped_version: What forecasts by the shipped model are called.
            shipped_network: Where that one runs; None: in this process.
            load: Makes a network of weights.
            remote: Where networks run instead, if anywhere.
        """
        self._store = store
        self._load = load
        self._remote = remote
        self.shipped = Served(shipped_version, kind=None, trained_at=None, network=shipped_network)
        self._found: OrderedDict[tuple[str, int], Served] = OrderedDict()

    def find(self, site: str, metric: str) -> Served:
        """What serves now; a version that's damaged is told once, and then passed over."""
        name = model_name(site, metric)
        try:
            version = self._store.serving_version(name)
        except DamagedVersionError as damage:
            return self._pass_over((name, 0), str(damage))
        if version is None:
            return self.shipped
        key = (name, version)
        if key in self._found:
            self._found.move_to_end(key)
            return self._found[key]
        try:
            record = self._store.read(name, version)
            if (record.site, record.metric) != (site, metric):
                return self._pass_over(key, f"{name} {version}: it's that of another site")
            return self._keep(key, self._serve(record))
        except DamagedVersionError as damage:
            return self._pass_over(key, str(damage))

    def _serve(self, record: VersionRecord) -> Served:
        network = self.shipped.network
        if record.model_kind in OWN_NETWORK_KINDS:
            if record.shipped_version != self.shipped.model_version:
                raise DamagedVersionError(f"{record.name} {record.version}: it was made of {record.shipped_version}")
            weights = self._store.read_weights(record)
            try:
                network = self._load(weights)
            except ValueError as error:
                raise DamagedVersionError(f"{record.name} {record.version}: {error}") from error
            if self._remote is not None:
                network = self._remote.network(record.name, record.version, network)
        return Served(record.model_version, record.model_kind, record.trained_at, network)

    def _keep(self, key: tuple[str, int], served: Served) -> Served:
        self._found[key] = served
        while len(self._found) > _KEPT_SITES:
            self._found.popitem(last=False)
        return served

    def _pass_over(self, key: tuple[str, int], why: str) -> Served:
        if key not in self._found:
            log.error("%s; the shipped model serves instead", why)
        return self._keep(key, self.shipped)


def publish_shipped(
    store: ModelStore,
    version: str,
    weights: Sequence[NDArray[np.float32]],
    export: Callable[[Sequence[NDArray[np.float32]], Path], None],
) -> int:
    """Sees to it that the shipped network lies where TensorFlow Serving finds it.

    Args:
        store: Where the versions are.
        version: What the shipped model is called.
        weights: Its network's, in the layers' order.
        export: Writes a SavedModel with these weights into a folder.

    Returns:
        The number it's served as.
    """
    for record in store.records(SHIPPED_NAME):
        if record.model_version == version:
            try:
                store.read_weights(record)
            except DamagedVersionError:
                continue
            return record.version
    record = VersionRecord(
        name=SHIPPED_NAME,
        site="",
        metric="",
        version=store.next_version(SHIPPED_NAME),
        model_version=version,
        model_kind="lstm_pretrained",
        trained_at=datetime.now(timezone.utc),
        package_version=package_version(),
        shipped_version=version,
    )
    return store.publish(record, weights, export).version
