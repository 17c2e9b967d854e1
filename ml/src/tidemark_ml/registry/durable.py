"""Files that are there as a whole or not at all, also after a power cut."""

from __future__ import annotations

import hashlib
import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: How names of unfinished files begin; TensorFlow Serving looks at names that are numbers alone.
ASIDE = ".aside-"


def aside(folder: Path) -> Path:
    """A name for what isn't finished, in the folder where it's going to lie."""
    return folder / f"{ASIDE}{secrets.token_hex(8)}"


def write_file(path: Path, text: str) -> None:
    """Replaces a file at once."""
    draft = aside(path.parent)
    draft.write_text(text, "utf-8")
    sync(draft)
    draft.replace(path)
    sync(path.parent)


def settle_folder(draft: Path, final: Path) -> None:
    """Gives a finished folder its name, once all of it is on disk.

    Raises:
        OSError: If there's a folder of that name already.
    """
    for path in [*draft.rglob("*"), draft]:
        sync(path)
    draft.rename(final)
    sync(final.parent)


def sync(path: Path) -> None:
    """Waits until a file, or a folder's list of names, is on disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows has no handle of a folder to sync.
    # Windows syncs only what's open for writing.
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digests(folder: Path) -> Mapping[str, str]:
    """SHA-256 of every file in a folder, by its path in there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
