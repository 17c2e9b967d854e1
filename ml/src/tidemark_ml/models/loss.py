"""What a network is trained to make small: errors on days that were measured, and not excluded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keras import KerasTensor


def known_errors(targets: KerasTensor, predicted: KerasTensor) -> KerasTensor:
    """Absolute errors `(batch, 7)`; 0, and without a gradient, where the target is NaN."""
    from keras import ops

    return ops.abs(ops.where(ops.isnan(targets), predicted, targets) - predicted)
