import dataclasses
import math

import numpy as np
import pytest
from registry_examples import backtest

from tidemark_ml.registry.promotion import decide
from tidemark_ml.types import Backtest, ModelKind

NAIVE: dict[ModelKind, float] = {"seasonal_naive": 1.0}


@pytest.mark.parametrize(
    ("champion", "by_kind", "serving", "promoted", "reason"),
    [
        ("holt_winters", {"holt_winters": 0.8, "blend": 0.9}, "blend", True, "beats last week and replaces blend"),
        ("holt_winters", {"holt_winters": 0.8, "blend": 0.79}, "blend", False, "doesn't beat what serves"),
        ("holt_winters", {"holt_winters": 0.8, "blend": 0.8}, "blend", False, "doesn't beat what serves"),
        ("blend", {"blend": 0.8}, "blend", True, "what serves is confirmed"),
        ("weekday_profile", {"weekday_profile": 1.05, "blend": 1.2}, "blend", True, "nothing beats last week"),
        ("seasonal_naive", {"blend": 1.2}, "blend", True, "nothing beats last week"),
        ("seasonal_naive", {"blend": 0.99}, "blend", False, "doesn't beat what serves"),
        ("seasonal_naive", {"blend": 1.2}, "seasonal_naive", False, "serves already"),
        ("blend", {"blend": 0.9}, "lstm_fine_tuned", True, "can't be measured any more"),
        ("seasonal_naive", {}, "lstm_fine_tuned", False, "doesn't beat last week"),
        ("holt_winters", {"holt_winters": math.nan, "blend": 0.9}, "blend", False, "doesn't beat what serves"),
        ("holt_winters", {}, "blend", False, "no figures of its champion"),
    ],
)
def test_a_champion_serves_only_where_it_beats_last_week_and_what_serves(
    champion: ModelKind, by_kind: dict[ModelKind, float], serving: ModelKind, promoted: bool, reason: str
) -> None:
    decision = decide(backtest(champion, NAIVE | by_kind), serving)
    assert decision.promoted is promoted
    assert reason in decision.reason


@pytest.mark.parametrize(
    ("blend", "own_network", "promoted", "kind", "reason"),
    [
        (
            0.82,
            0.8,
            True,
            "lstm_fine_tuned",
            "doesn't beat what serves, lstm_fine_tuned (0.800 of last week's error); that",
        ),
        (1.02, 1.01, False, None, "doesn't beat what serves"),
        (0.7, 0.8, True, None, "replaces lstm_fine_tuned"),
    ],
)
def test_a_sites_own_network_that_keeps_its_place_serves_as_trained_anew(
    blend: float, own_network: float, promoted: bool, kind: ModelKind | None, reason: str
) -> None:
    found = backtest("blend", NAIVE | {"blend": blend, "lstm_fine_tuned": own_network})
    decision = decide(found, "lstm_fine_tuned")
    assert (decision.promoted, decision.kind) == (promoted, kind)
    assert reason in decision.reason


def with_gains(gains: list[float]) -> Backtest:
    """A champion that is better than what serves by so much at each origin."""
    found = backtest("holt_winters", {"holt_winters": 0.8, "blend": 0.8 + float(np.nanmean(gains))})
    champion, now = found.candidates
    now = dataclasses.replace(now, by_origin=[0.8 + gain for gain in gains])
    champion = dataclasses.replace(champion, by_origin=[0.8] * len(gains))
    return dataclasses.replace(found, candidates=[champion, now], origins=len(gains))


@pytest.mark.parametrize(
    ("gains", "promoted", "reason"),
    [
        ([0.1, 0.05] * 4, True, "beats last week and replaces blend"),
        # On the mean as much better, but by luck of single weeks.
        ([0.9, -0.75] * 4, False, "by no more than a standard error"),
        ([0.1, 0.05] * 3 + [0.1], False, "in 7 weeks; 8 are needed"),
        ([0.1, math.nan] * 4, True, "replaces blend"),
    ],
)
def test_what_serves_is_replaced_only_where_that_is_no_chance(gains: list[float], promoted: bool, reason: str) -> None:
    decision = decide(with_gains(gains), "blend")
    assert decision.promoted is promoted
    assert reason in decision.reason
