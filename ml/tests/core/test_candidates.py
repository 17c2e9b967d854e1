from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
from series_examples import daily, odd_sites, usual_site
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from tidemark_ml.candidates.blend import blend
from tidemark_ml.candidates.catalogue import KINDS, MIN_DAYS, make_candidate, make_candidates
from tidemark_ml.candidates.holt_winters import HoltWinters
from tidemark_ml.cleaning import clean
from tidemark_ml.shipped import shipped_network

if TYPE_CHECKING:
    from tidemark_ml.types import ModelKind

ODD = odd_sites()


@pytest.mark.parametrize("kind", KINDS)
def test_no_later_day_changes_a_forecast(kind: ModelKind) -> None:
    history = usual_site(200)
    later = history.copy()
    later.iloc[150:] = np.random.default_rng(3).integers(0, 10_000, 50)
    origins = np.arange(100, 151)
    one, other = (
        make_candidate(kind, shipped_network()).predict(clean(each), origins, 14) for each in (history, later)
    )
    assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for name in ODD for kind in KINDS if clean(ODD[name]).days >= MIN_DAYS[kind]]
)
def test_every_way_stays_finite(kind: ModelKind, name: str) -> None:
    series = clean(ODD[name])
    predicted = make_candidate(kind, shipped_network()).predict(series, np.array([series.days]), 28)
    assert predicted.shape == (1, 28)
    assert np.isfinite(predicted).all()


def test_candidates_to_compare_are_all_there_are_and_forecast_as_each_alone_does() -> None:
    series, origins = clean(usual_site(200)), np.arange(150, 153)
    candidates = make_candidates(shipped_network(), shipped_network())
    assert tuple(candidate.kind for candidate in candidates) == KINDS
    for candidate in candidates:
        alone = make_candidate(candidate.kind, shipped_network()).predict(series, origins, 14)
        assert candidate.predict(series, origins, 14).tobytes() == alone.tobytes()


def test_only_the_last_origins_are_forecast_far_where_that_is_enough() -> None:
    series, origins = clean(usual_site(200)), np.arange(150, 201)
    near = make_candidate("blend", shipped_network(), far_origins=1).predict(series, origins, 28)
    whole = make_candidate("blend", shipped_network()).predict(series, origins, 28)
    np.testing.assert_allclose(near[-1], whole[-1], rtol=1e-5)
    np.testing.assert_allclose(near[:, :7], whole[:, :7], rtol=1e-5)
    assert np.isnan(near[:-1, 7:]).all()


def test_last_week_is_repeated() -> None:
    series = clean(daily(np.arange(1.0, 22.0)))
    predicted = make_candidate("seasonal_naive", shipped_network()).predict(series, np.array([21]), 9)
    assert np.expm1(predicted[0]).round(6).tolist() == [15, 16, 17, 18, 19, 20, 21, 15, 16]


def test_a_profile_knows_a_weekly_rhythm() -> None:
    week = np.array([100.0, 120, 110, 90, 80, 40, 50])
    series = clean(daily(np.tile(week, 9)))
    predicted = make_candidate("weekday_profile", shipped_network()).predict(series, np.array([60]), 7)
    np.testing.assert_allclose(np.expm1(predicted[0]), np.tile(week, 2)[60 % 7 : 60 % 7 + 7], rtol=1e-6)


def test_holt_winters_forecasts_as_statsmodels_does() -> None:
    series = clean(usual_site(300))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = ExponentialSmoothing(
            series.z,
            trend="add",
            damped_trend=True,
            seasonal="add",
            seasonal_periods=7,
            initialization_method="heuristic",
        ).fit(use_brute=False)
    predicted = HoltWinters().predict(series, np.array([300]), 14)
    # For the last day's weekday statsmodels repeats the season of a week before, as if that day hadn't been seen.
    np.testing.assert_allclose(predicted[0][:6], model.forecast(6), rtol=1e-8)


def test_a_blend_is_the_network_alone_until_there_are_180_days() -> None:
    mixed = blend(np.full((2, 1), 3.0), np.zeros((2, 1)), np.array([179, 180]))
    assert mixed.ravel().tolist() == [3.0, 2.0]
