"""Leaves a failing server alone for a while."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_OPEN_SECONDS = 30.0


class Circuit:
    """Closed: calls go through. Opened by a failure, it closes by itself after half a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Closed at first.

        Args:
            clock: Seconds that never go back.
        """
        self._clock = clock
        self._open_until = float("-inf")

    @property
    def is_open(self) -> bool:
        """Whether to do without the server now."""
        return self._clock() < self._open_until

    def open(self) -> None:
        """After a failure."""
        self._open_until = self._clock() + _OPEN_SECONDS
