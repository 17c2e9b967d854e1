"""Versions in the data folder: `<name>/<version>/` is a SavedModel, `<version>.json` its record.

`serving.json` beside them says which one serves.

A version counts once its record is there, which is written last and names every file's hash. So whatever is cut off
halfway, by a kill or a power cut, is never mistaken for a model.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
from pydantic import ValidationError

from tidemark_ml.registry.durable import ASIDE, aside, digests, settle_folder, write_file
from tidemark_ml.registry.record import VersionRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_POINTER = "serving.json"
#: Where a SavedModel keeps what TensorFlow doesn't read.
_WEIGHTS = "assets.extra/weights.npz"
#: Versions kept besides the one that serves; MLflow keeps all.
_KEPT = 3


class DamagedVersionError(Exception):
    """A version whose files aren't what its record says."""


class ModelStore:
    """The folder of models. Written by one training at a time, read by the service meanwhile."""

    def __init__(self, root: Path) -> None:
        """Nothing is made or read yet.

        Args:
            root: Where each model has its folder.
        """
        self.root = root

    def next_version(self, name: str) -> int:
        """One above all there ever were: an unfinished one's number isn't used again."""
        folder = self.root / name
        names = [path.stem for path in folder.iterdir()] if folder.is_dir() else []
        return max((int(text) for text in names if text.isdecimal()), default=0) + 1

    def publish(
        self,
        record: VersionRecord,
        weights: Sequence[NDArray[np.float32]] | None,
        export: Callable[[Sequence[NDArray[np.float32]], Path], None],
    ) -> VersionRecord:
        """Puts a version on disk; it doesn't serve yet.

        Args:
            record: Without `files`.
            weights: In the layers' order; None: a version without a network of its own.
            export: Writes a SavedModel with these weights into a folder.

        Returns:
            The record as written.
        """
        folder = self.root / record.name
        folder.mkdir(parents=True, exist_ok=True)
        if weights is not None:
            draft = aside(folder)
            export(weights, draft)
            path = draft / _WEIGHTS
            path.parent.mkdir()
            np.savez(path, *weights)
            files = dict(digests(draft))
            settle_folder(draft, folder / str(record.version))
            record = record.model_copy(update={"files": files})
        write_file(folder / f"{record.version}.json", record.model_dump_json(indent=2))
        return record

    def promote(self, record: VersionRecord) -> None:
        """Makes a version the one that serves, at once."""
        write_file(self.root / record.name / _POINTER, json.dumps({"version": record.version}))
        self._prune(record.name)

    def serving_version(self, name: str) -> int | None:
        """The number of the version that serves; None: none was ever promoted.

        Raises:
            DamagedVersionError: If the pointer can't be read.
        """
        try:
            pointer = json.loads((self.root / name / _POINTER).read_text("utf-8"))
            return int(pointer["version"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise DamagedVersionError(f"{name}: {_POINTER} can't be read: {error}") from error

    def read(self, name: str, version: int) -> VersionRecord:
        """A version's record.

        Raises:
            DamagedVersionError: If there's none, or it can't be read.
        """
        try:
            record = VersionRecord.model_validate_json((self.root / name / f"{version}.json").read_bytes())
        except (OSError, ValidationError) as error:
            raise DamagedVersionError(f"{name} {version}: its record can't be read ({type(error).__name__})") from error
        if (record.name, record.version) != (name, version):
            raise DamagedVersionError(f"{name} {version}: its record is that of {record.name} {record.version}")
        return record

    def read_weights(self, record: VersionRecord) -> list[NDArray[np.float32]]:
        """A version's weights in the layers' order, once every file is known to be whole.

        Raises:
            DamagedVersionError: If a file is missing, changed or one too many.
        """
        folder = self.root / record.name / str(record.version)
        try:
            found = digests(folder)
        except OSError as error:
            raise DamagedVersionError(f"{record.name} {record.version}: {error.strerror}") from error
        if record.files is None or found != record.files:
            raise DamagedVersionError(f"{record.name} {record.version}: its files aren't those that were written")
        with np.load(folder / _WEIGHTS, allow_pickle=False) as arrays:
            return [arrays[key] for key in arrays.files]

    def records(self, name: str) -> Iterator[VersionRecord]:
        """A model's versions that can be read, newest first."""
        numbers = (int(path.stem) for path in (self.root / name).glob("*.json") if path.stem.isdecimal())
        for version in sorted(numbers, reverse=True):
            with suppress(DamagedVersionError):
                yield self.read(name, version)

    def names(self) -> list[str]:
        """All models, sorted."""
        return sorted(path.name for path in self.root.glob("*") if path.is_dir())

    def sweep(self) -> int:
        """Removes what a training that was cut off left behind. Only while none runs.

        Returns:
            How many unfinished files and folders there were.
        """
        leftovers = list(self.root.glob(f"**/{ASIDE}*"))
        for path in leftovers:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        return len(leftovers)

    def _prune(self, name: str) -> None:
        """Removes old versions, the record first: what has none isn't a version."""
        serving = self.serving_version(name)
        numbers = sorted(int(path.stem) for path in (self.root / name).glob("*.json") if path.stem.isdecimal())
        for version in numbers[:-_KEPT]:
            if version != serving:
                (self.root / name / f"{version}.json").unlink()
                shutil.rmtree(self.root / name / str(version), ignore_errors=True)
