from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sensible import assert_sensible
from series_examples import daily, odd_sites, site_of, usual_site

from tidemark_ml.forecasting import forecast
from tidemark_ml.types import InsufficientHistory

ODD = odd_sites()


@pytest.mark.parametrize("name", ODD)
def test_forecasts_of_odd_sites_are_sensible(name: str) -> None:
    made = forecast(site_of(ODD[name]), horizon=28)
    assert made.values.shape == (28,)
    assert set(made.intervals) == {80, 90, 95}
    assert_sensible(made, float(np.nanmax(ODD[name])))


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (14, "weekday_profile"),
        (59, "weekday_profile"),
        (60, "lstm_pretrained"),
        (364, "lstm_pretrained"),
        (365, "blend"),
    ],
)
def test_the_length_of_history_says_what_serves(days: int, kind: str) -> None:
    assert forecast(site_of(usual_site(days)), horizon=7).model_kind == kind


def test_a_kind_that_needs_more_history_is_not_used() -> None:
    assert forecast(site_of(usual_site(30)), horizon=7, kind="holt_winters").model_kind == "weekday_profile"


@pytest.mark.parametrize("days", [0, 3, 13])
def test_too_little_history_is_refused_with_both_numbers(days: int) -> None:
    history = daily([np.nan] * 20)
    history.iloc[20 - days :] = 5.0
    with pytest.raises(InsufficientHistory) as refused:
        forecast(site_of(history), horizon=7)
    assert (refused.value.have, refused.value.need) == (days, 14)


@pytest.mark.parametrize("horizon", [0, 29])
def test_a_horizon_out_of_range_is_refused(horizon: int) -> None:
    with pytest.raises(ValueError, match="1 to 28 days"):
        forecast(site_of(usual_site(60)), horizon=horizon)


def test_dates_follow_the_history() -> None:
    made = forecast(site_of(usual_site(60)), horizon=3)
    assert made.dates == [date(2024, 3, 1), date(2024, 3, 2), date(2024, 3, 3)]


def test_a_constant_site_is_forecast_as_it_is() -> None:
    made = forecast(site_of(daily(np.full(200, 70.0))), horizon=7)
    np.testing.assert_allclose(made.values, 70, rtol=0.03)


def test_an_outage_does_not_lower_the_forecast_when_it_is_marked() -> None:
    from tidemark_ml.types import Exclusion, SiteSeries

    history = usual_site(200)
    down = history.copy()
    down.iloc[-3:] = 0
    marked = SiteSeries(down, exclude=[Exclusion(date(2024, 7, 16), date(2024, 7, 18), "outage")])
    expected = forecast(site_of(history), horizon=7).values
    np.testing.assert_allclose(forecast(marked, horizon=7).values, expected, rtol=0.15)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.none() | st.floats(0, 1e15), min_size=14, max_size=120), st.integers(1, 28))
def test_nothing_valid_breaks_it(values: list[float | None], horizon: int) -> None:
    history = daily([np.nan if value is None else value for value in values])
    try:
        made = forecast(site_of(history), horizon=horizon)
    except InsufficientHistory:
        assert int(history.notna().sum()) < 14
        return
    assert np.isfinite(made.values).all()
    assert (made.values >= 0).all()
    assert all(np.isfinite(bounds).all() for bounds in made.intervals.values())
