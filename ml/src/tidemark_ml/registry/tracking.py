"""Runs and registered versions in MLflow. Nothing that serves needs it: where it's away, a training goes on."""

from __future__ import annotations

import json
import logging
import os
from typing import TYPE_CHECKING

from tidemark_ml.registry.logged_model import log_model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from mlflow import MlflowClient
    from mlflow.entities import LoggedModel

    from tidemark_ml.registry.record import VersionRecord

_EXPERIMENT = "tidemark"
#: The alias of the version that serves.
CHAMPION = "champion"

log = logging.getLogger(__name__)


class Tracking:
    """MLflow's tracking and model registry."""

    def __init__(self, data_dir: Path, uri: str | None) -> None:
        """Nothing is opened yet.

        Args:
            data_dir: Where runs and artifacts lie if no server is named.
            uri: MLflow's server or database; None: a database in the data folder.
        """
        self._home = data_dir / "mlflow"
        self._uri = uri

    def record(
        self, record: VersionRecord, folder: Path | None, started_at: datetime, decided: tuple[bool, str]
    ) -> None:
        """Writes a finished training down: one run, and a registered version where it made a network.

        Args:
            record: What was trained.
            folder: Its SavedModel; None: it made no network.
            started_at: When the training began.
            decided: Whether it serves, and why.
        """
        try:
            self._record(record, folder, started_at, decided)
        # Whatever MLflow or its server does wrong, the site's forecasts are better for what was learnt.
        except Exception as error:
            log.error("MLflow has no record of a training: %s: %s", type(error).__name__, str(error)[:300])

    def _record(
        self, record: VersionRecord, folder: Path | None, started_at: datetime, decided: tuple[bool, str]
    ) -> None:
        promoted, reason = decided
        client = self._client()
        experiment = client.get_experiment_by_name(_EXPERIMENT)
        experiment_id = experiment.experiment_id if experiment else self._create_experiment(client)
        run = client.create_run(
            experiment_id,
            start_time=int(started_at.timestamp() * 1000),
            run_name=f"{record.name} {record.model_version}",
            tags={"promoted": str(promoted).lower(), "reason": reason},
        )
        run_id = run.info.run_id
        for key, value in _params(record):
            client.log_param(run_id, key, value)
        for key, figure in _metrics(record):
            client.log_metric(run_id, key, figure)
        model = log_model(client, record, folder, experiment_id, run_id) if folder is not None else None
        client.set_terminated(run_id)
        if model is not None:
            self._register(client, record, model)
        self._move_alias(client, record, promoted=promoted)

    def _create_experiment(self, client: MlflowClient) -> str:
        # A server keeps artifacts where it likes.
        location = None if self._uri else (self._home / "artifacts").resolve().as_uri()
        created: str = client.create_experiment(_EXPERIMENT, artifact_location=location)
        return created

    @staticmethod
    def _register(client: MlflowClient, record: VersionRecord, model: LoggedModel) -> None:
        from mlflow.utils.mlflow_tags import MLFLOW_MODEL_VERSIONS

        if not _is_registered(client, record.name):
            client.create_registered_model(record.name, tags={"site": record.site, "metric": record.metric})
        version = client.create_model_version(
            record.name,
            source=model.artifact_location,
            run_id=model.source_run_id,
            model_id=model.model_id,
            tags={"model_version": record.model_version, "model_kind": record.model_kind},
        )
        # The other way round, MLflow's page of the model names the version.
        registered = json.dumps([{"name": version.name, "version": version.version}])
        client.set_logged_model_tags(model.model_id, {MLFLOW_MODEL_VERSIONS: registered})

    @staticmethod
    def _move_alias(client: MlflowClient, record: VersionRecord, *, promoted: bool) -> None:
        if not promoted or not _is_registered(client, record.name):
            return
        versions = client.search_model_versions(f"name = '{record.name}'")
        # MLflow counts by itself, and may have been away for one.
        version = next((v for v in versions if v.tags.get("model_version") == record.model_version), None)
        if version is not None:
            client.set_registered_model_alias(record.name, CHAMPION, version.version)
        else:
            # What serves has no network of its own.
            client.delete_registered_model_alias(record.name, CHAMPION)

    def _client(self) -> MlflowClient:
        # Read when MLflow is imported, which takes seconds.
        os.environ |= {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"}
        os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "10")
        os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
        from mlflow import MlflowClient

        self._home.mkdir(parents=True, exist_ok=True)
        uri = self._uri or f"sqlite:///{(self._home / 'mlflow.db').resolve()}"
        return MlflowClient(tracking_uri=uri, registry_uri=uri)


def _is_registered(client: MlflowClient, name: str) -> bool:
    return len(client.search_registered_models(f"name = '{name}'", max_results=1)) > 0


def _params(record: VersionRecord) -> Iterator[tuple[str, object]]:
    yield from {
        "site": record.site,
        "metric": record.metric,
        "model_version": record.model_version,
        "champion": record.model_kind,
        "origins": record.origins,
        "epochs": record.epochs,
        "seed": record.seed,
        "package_version": record.package_version,
        "shipped_version": record.shipped_version,
    }.items()
    if record.history is not None:
        for key, value in record.history.model_dump().items():
            yield f"history_{key}", value


def _metrics(record: VersionRecord) -> Iterator[tuple[str, float]]:
    for candidate in record.candidates:
        for key, value in candidate.model_dump(exclude={"kind"}, exclude_none=True).items():
            by_level = value.items() if isinstance(value, dict) else [(None, value)]
            for level, figure in by_level:
                if figure is not None:
                    yield f"{candidate.kind}.{key}" + (f".{level}" if level else ""), figure
