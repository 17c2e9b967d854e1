"""A network as MLflow knows models: the SavedModel, and the `MLmodel` file that says what goes in and how it's loaded."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tidemark_ml.features import FEATURES, OUTPUT_DAYS, WINDOW_DAYS

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import LoggedModel
    from mlflow.models import Model

    from tidemark_ml.registry.record import VersionRecord

#: Where MLflow's own models of this flavour have it.
_SAVED_MODEL = "tf2model"


def log_model(
    client: MlflowClient, record: VersionRecord, folder: Path, experiment_id: str, run_id: str
) -> LoggedModel:
    """Uploads a version's network as the model of its run.

    Not by `mlflow.tensorflow.log_model`, which wants a model in memory and asks pip what that needs.

    Args:
        client: Of the server or database that has the run.
        record: The version.
        folder: Its SavedModel.
        experiment_id: The run's.
        run_id: The training's.
    """
    from mlflow.entities import LoggedModelOutput

    # MLflow allows no dots here.
    name = f"{record.name}-{record.model_version}".replace(".", "-")
    model = client.create_logged_model(experiment_id, name, source_run_id=run_id, model_type="lstm_fine_tuned")
    client.log_outputs(run_id, [LoggedModelOutput(model.model_id, step=0)])
    client.log_model_artifacts(model.model_id, str(folder), _SAVED_MODEL)
    with tempfile.TemporaryDirectory() as draft:
        path = Path(draft) / "MLmodel"
        _describe(model, run_id).save(path)
        client.log_model_artifact(model.model_id, str(path))
    return client.finalize_logged_model(model.model_id, "READY")


def _describe(model: LoggedModel, run_id: str) -> Model:
    from mlflow.models import Model, ModelSignature
    from mlflow.types import Schema, TensorSpec

    number = np.dtype(np.float32)
    described = Model(
        artifact_path=model.artifact_location,
        model_uuid=model.model_id,
        model_id=model.model_id,
        run_id=run_id,
        signature=ModelSignature(
            inputs=Schema([TensorSpec(number, (-1, WINDOW_DAYS, FEATURES))]),
            outputs=Schema([TensorSpec(number, (-1, OUTPUT_DAYS))]),
        ),
    )
    return described.add_flavor("tensorflow", saved_model_dir=_SAVED_MODEL, model_type="tf2-module")
