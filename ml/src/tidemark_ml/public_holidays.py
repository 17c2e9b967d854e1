"""Public holidays by country."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Years of countries that are remembered: each takes a millisecond to work out.
_REMEMBERED = 4096


def holidays_on(country: str | None, days: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """1 on a country's public holidays, else 0.

    Args:
        country: ISO 3166 alpha-2; of None, and of one that the library doesn't know, there are no holidays.
        days: Of any shape.

    Returns:
        Of the same shape.
    """
    if country is None:
        return np.zeros(days.shape)
    numbers = days.astype("datetime64[D]").astype(np.int64)
    years = np.unique(days.astype("datetime64[Y]").astype(np.int64)) + 1970
    known = np.concatenate([_of_year(country, int(year)) for year in years])
    return np.isin(numbers, known).astype(np.float64)


@functools.lru_cache(maxsize=_REMEMBERED)
def _of_year(country: str, year: int) -> NDArray[np.int64]:
    """Days since 1970 that are holidays."""
    import holidays

    try:
        found = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        # The library's word for a country that it doesn't know.
        return np.empty(0, np.int64)
    return np.array(sorted(found), "datetime64[D]").astype(np.int64)
