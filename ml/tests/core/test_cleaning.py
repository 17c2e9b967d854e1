from __future__ import annotations

from datetime import date

import numpy as np
from series_examples import daily, usual_site

from tidemark_ml.cleaning import SPIKE, clean
from tidemark_ml.types import Exclusion


def test_an_unknown_day_takes_the_last_value_of_its_weekday() -> None:
    values = np.arange(1.0, 22.0)
    values[16] = np.nan
    series = clean(daily(values))
    assert series.z[16] == np.log1p(10)
    assert not series.known[16]


def test_an_unknown_weekday_takes_the_day_before() -> None:
    assert clean(daily([5.0, np.nan, np.nan])).z.tolist() == [np.log1p(5)] * 3


def test_it_begins_on_the_first_known_day() -> None:
    series = clean(daily([np.nan, np.nan, 3.0, 4.0], start="2025-01-06"))
    assert series.days == 2
    assert series.index[0].date() == date(2025, 1, 8)
    assert series.weekdays.tolist() == [2, 3]


def test_without_a_known_day_nothing_is_left() -> None:
    assert clean(daily([np.nan] * 5)).days == 0


def test_excluded_days_count_as_unknown() -> None:
    history = usual_site(60)
    down = history.copy()
    down.iloc[40:43] = 0
    outage = [Exclusion(date(2024, 2, 10), date(2024, 2, 12), "outage")]
    assert clean(down, outage).z.tolist() == clean(history, outage).z.tolist()
    assert not clean(down, outage).known[40:43].any()


def test_a_spike_counts_as_a_few_times_the_usual_day() -> None:
    values = np.full(60, 100.0)
    values[50] = 1e6
    assert np.expm1(clean(daily(values)).z[50]) < (SPIKE + 0.1) * 100


def test_a_level_that_stays_is_followed_within_three_weeks() -> None:
    values = np.r_[np.full(60, 100.0), np.full(21, 1e5)]
    assert np.expm1(clean(daily(values)).z[-1]) > 0.99e5


def test_what_is_cleaned_does_not_depend_on_later_days() -> None:
    history = usual_site(200)
    history.iloc[30:33] = np.nan
    later = history.copy()
    later.iloc[150:] = 1e7
    assert clean(history).z[:150].tobytes() == clean(later).z[:150].tobytes()
