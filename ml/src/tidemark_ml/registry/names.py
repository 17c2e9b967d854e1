"""How a model is called: in the data folder, in MLflow, and in TensorFlow Serving."""

from __future__ import annotations

import hashlib
import re

#: The network that ships with the package, where TensorFlow Serving serves it.
SHIPPED_NAME = "shipped"

_PLAIN = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
_UNSAFE = re.compile(r"[^a-z0-9.-]+")


def model_name(site: str, metric: str) -> str:
    """A name of letters, digits, `.`, `-` and `_`; two sites never share one.

    Args:
        site: Any text. One that can't stand in a URL or a case-insensitive folder is told apart by its hash.
        metric: Of `[a-z0-9_]`: without a hyphen, so that the last one always separates it.
    """
    if _PLAIN.fullmatch(site):
        return f"site-{site}-{metric}"
    readable = _UNSAFE.sub("-", site.lower()).strip("-.")[:40]
    return f"site-{readable}-{hashlib.sha256(site.encode()).hexdigest()[:16]}-{metric}"


def version_text(version: int) -> str:
    """What forecasts and reports call a site's version."""
    return f"v{version}"
