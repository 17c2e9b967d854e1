"""Reads the two files of public series that pre-training and the benchmark take."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

#: One group in so many is kept from training, to choose and report by.
VALIDATION_ONE_IN = 6


@dataclass(frozen=True)
class NamedSeries:
    """A public series."""

    series_id: str
    #: Series of one group move together: they're all trained on, or none.
    group_id: str
    #: `float64` by day, NaN where the source has a gap.
    values: pd.Series[float]

    @property
    def is_validation(self) -> bool:
        """Whether its group is kept from training; by the name alone, so that it doesn't depend on the other series."""
        return zlib.crc32(self.group_id.encode()) % VALIDATION_ONE_IN == 0


def read_series_files(series: Path, meta: Path, *, before: str | None = None) -> list[NamedSeries]:
    """Reads `series_id,date,value` and `series_id,...,group_id`.

    Args:
        series: CSV, may be gzipped.
        meta: CSV.
        before: Days from this one on, `YYYY-MM-DD`, are left out.

    Returns:
        In order of their ids.
    """
    groups = pd.read_csv(meta, usecols=["series_id", "group_id"], dtype=str).set_index("series_id")["group_id"]
    points = pd.read_csv(series, dtype={"series_id": str, "value": np.float64}, parse_dates=["date"])
    if before is not None:
        points = points[points["date"] < pd.Timestamp(before)]
    return [
        NamedSeries(str(name), str(groups.loc[str(name)]), _daily(each))
        for name, each in points.groupby("series_id", sort=True)
    ]


def add_series_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds `--series` and `--meta`."""
    parser.add_argument("--series", type=Path, required=True, help="CSV (may be .gz): series_id,date,value")
    parser.add_argument("--meta", type=Path, required=True, help="CSV with series_id and group_id")


def select(series: Iterable[NamedSeries], *, validation: bool) -> list[NamedSeries]:
    """Those kept from training, or the others."""
    return [each for each in series if each.is_validation == validation]


def _daily(points: pd.DataFrame) -> pd.Series[float]:
    values = pd.Series(points["value"].to_numpy(np.float64), index=pd.DatetimeIndex(points["date"]))
    return values.sort_index().asfreq("D")
