from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidemark_ml.series import count_days, read_series
from tidemark_ml.types import InvalidSeries

DAY = date(2025, 3, 1)


def test_fills_missing_days_with_unknown_ones_and_sorts() -> None:
    series = read_series([(DAY + timedelta(3), 4.0), (DAY, 1.0), (DAY + timedelta(1), None)])
    assert series.index.freqstr == "D"
    np.testing.assert_array_equal(series.to_numpy(), [1.0, np.nan, np.nan, 4.0])
    assert count_days(series) == 2


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        ([], "empty"),
        ([(DAY, 1.0), (DAY, 2.0)], "2025-03-01 is there twice"),
        ([(DAY, -1.0)], "2025-03-01: -1.0"),
        ([(DAY, float("nan"))], "2025-03-01: nan"),
        ([(DAY, float("inf"))], "2025-03-01: inf"),
        ([(DAY, 1e16)], "2025-03-01: 1e"),
        ([(date(1900, 1, 1), 1.0), (DAY, 2.0)], "longer than 36600 days"),
    ],
)
def test_says_what_is_wrong(points: list[tuple[date, float | None]], reason: str) -> None:
    with pytest.raises(InvalidSeries, match=reason):
        read_series(points)


@given(st.dictionaries(st.integers(0, 400), st.none() | st.floats(0, 1e15), min_size=1))
def test_keeps_every_value(values: dict[int, float | None]) -> None:
    series = read_series([(DAY + timedelta(day), value) for day, value in values.items()])
    for day, value in values.items():
        kept = series.loc[str(DAY + timedelta(day))]
        assert np.isnan(kept) if value is None else kept == value
