from __future__ import annotations

import numpy as np
import pytest
from series_examples import daily, odd_sites, usual_site

from tidemark_ml.candidates.blend import Blend
from tidemark_ml.candidates.once import Once
from tidemark_ml.candidates.seasonal_naive import SeasonalNaive
from tidemark_ml.candidates.weekday_profile import WeekdayProfile
from tidemark_ml.cleaning import clean
from tidemark_ml.evaluation.backtest import errors_at, run_backtest, weekly_origins
from tidemark_ml.evaluation.champion import choose_champion
from tidemark_ml.shipped import score_table


def test_origins_are_weekly_and_leave_a_week_to_score() -> None:
    assert weekly_origins(clean(usual_site(70))).tolist() == [35, 42, 49, 56, 63]
    assert len(weekly_origins(clean(usual_site(1_000)))) == 26


def test_errors_are_those_of_an_independent_computation() -> None:
    history = usual_site(120)
    series = clean(history)
    errors = errors_at(SeasonalNaive(), series, history.to_numpy(), np.array([106, 113]), score_table("seasonal_naive"))
    expected = np.abs(history.to_numpy()[106:120] - history.to_numpy()[99:113]).reshape(2, 7)
    np.testing.assert_allclose(errors.absolute, expected, rtol=1e-9)


def test_intervals_of_a_backtest_see_no_later_day() -> None:
    history = usual_site(200)
    later = history.copy()
    later.iloc[160:] = 5
    one, other = (
        errors_at(WeekdayProfile(), clean(each), each.to_numpy(), np.array([160]), score_table("weekday_profile"))
        for each in (history, later)
    )
    assert one.width[90].tobytes() == other.width[90].tobytes()


def test_figures_relate_to_last_week() -> None:
    history = usual_site(300)
    backtest = run_backtest(
        [SeasonalNaive(), WeekdayProfile()],
        clean(history),
        history.to_numpy(),
        score_table,
        origins=weekly_origins(clean(history)),
    )
    naive, profile = backtest.candidates
    assert naive.relative_mae == pytest.approx(1.0)
    assert profile.relative_mae < 0.9
    assert backtest.champion == "weekday_profile"
    assert 0.6 <= profile.coverage[80] <= profile.coverage[95] <= 1.0


def test_intervals_that_never_hold_have_no_coverage_and_a_perfect_forecast_no_error() -> None:
    series = clean(usual_site(120))
    far, exact = (
        run_backtest([SeasonalNaive()], clean(daily(values)), measured, score_table, origins=weekly_origins(series))
        for values, measured in [
            (usual_site(120), usual_site(120).to_numpy() * 1_000),
            (np.full(120, 42.0), np.full(120, 42.0)),
        ]
    )
    assert set(far.candidates[0].coverage.values()) == {0.0}
    assert (exact.candidates[0].mae, exact.candidates[0].relative_mae) == (pytest.approx(0, abs=1e-9), 1.0)


def test_nothing_measured_gives_no_figure() -> None:
    series = clean(usual_site(120))
    origins = weekly_origins(series)
    figures = run_backtest([SeasonalNaive()], series, np.full(120, np.nan), score_table, origins=origins).candidates[0]
    assert np.isnan([figures.mae, figures.relative_mae, figures.standard_error, figures.coverage[90]]).all()


def test_the_blend_takes_what_its_parts_have_forecast() -> None:
    asked = []

    class Counted:
        kind = "holt_winters"

        def predict(self, _series: object, origins: np.ndarray, horizon: int) -> np.ndarray:
            asked.append(len(origins))
            return np.zeros((len(origins), horizon))

    part = Once(Counted())  # type: ignore[arg-type]
    series = clean(usual_site(200))
    both = [part, Blend(Once(SeasonalNaive()), part)]
    once = run_backtest([SeasonalNaive(), *both], series, series.z, score_table, origins=weekly_origins(series))
    assert len(asked) == 1
    Once(Counted()).predict(series, np.array([100]), 7)  # type: ignore[arg-type]
    part.predict(series, np.array([100]), 7)
    part.predict(series.until(150), np.array([100]), 7)
    assert asked[1:] == [1, 1, 1]
    assert once.candidates[1].mae > 0


@pytest.mark.parametrize("name", ["all zeros", "a constant", "60% gaps"])
def test_odd_sites_have_finite_figures(name: str) -> None:
    history = odd_sites()[name]
    series = clean(history)
    backtest = run_backtest(
        [SeasonalNaive(), WeekdayProfile()], series, history.to_numpy(), score_table, origins=weekly_origins(series)
    )
    for figures in backtest.candidates:
        assert np.isfinite([figures.mae, figures.relative_mae, figures.mase, figures.standard_error]).all()


def test_the_simplest_within_one_standard_error_wins() -> None:
    random = np.random.default_rng(1)
    base = random.uniform(0.5, 1.5, 26)
    noise = random.normal(0, 0.05, 26)
    alike, worse = base + 0.001 + noise - noise.mean(), base + 0.3
    assert choose_champion(["seasonal_naive", "blend"], [alike, base]) == "seasonal_naive"
    assert choose_champion(["seasonal_naive", "blend"], [worse, base]) == "blend"
    assert choose_champion(["seasonal_naive", "blend"], [np.full(3, np.nan), np.ones(3)]) == "blend"
