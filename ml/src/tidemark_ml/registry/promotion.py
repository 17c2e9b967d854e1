"""Whether what a training found is to serve from now on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidemark_ml.types import Backtest, CandidateFigures, ModelKind

#: Fewer weeks say too little of a site to overrule what serves already: on public sites they chose worse (docs/model-card.md).
MIN_ORIGINS = 8


@dataclass(frozen=True)
class Decision:
    """The verdict, and why in one sentence."""

    promoted: bool
    reason: str
    #: What serves, where it isn't the champion.
    kind: ModelKind | None = None


def decide(backtest: Backtest, serving: ModelKind) -> Decision:
    """A champion serves if it beats the same weekday last week and, by more than chance would have it, what serves now.

    Another kind is compared at this backtest's origins, where both were measured: what's better by no more than a standard
    error of the difference, or in few weeks, may as well be worse in the next. The same kind, trained anew on more days,
    serves: its figure of then is of other weeks, which may have been easier, and the network of then has learnt most of
    these weeks' days, which the backtest's hasn't. Where nothing beats last week, the champion takes over only from
    what does even worse. A site's own network that keeps its place is the one trained anew for the same reasons, if its
    kind beats last week: else it would grow old for as long as it isn't replaced.

    Args:
        backtest: What the training found.
        serving: The kind that serves the site while it's trained.
    """
    decision = _judge_champion(backtest, serving)
    own = _figures(backtest, "lstm_fine_tuned")
    if decision.promoted or serving != "lstm_fine_tuned" or own is None or not _beats_last_week(own):
        return decision
    return Decision(promoted=True, reason=f"{decision.reason}; that is trained anew", kind=serving)


def _judge_champion(backtest: Backtest, serving: ModelKind) -> Decision:
    """Whether the champion takes over, or is what serves already and goes on as trained anew."""
    champion = _figures(backtest, backtest.champion)
    if champion is None:
        return Decision(promoted=False, reason=f"the backtest has no figures of its champion, {backtest.champion}")
    now = _figures(backtest, serving)
    if serving == champion.kind:
        return _against_itself(champion)
    if now is not None and not champion.relative_mae < now.relative_mae:
        return Decision(promoted=False, reason=f"{_told(champion)} doesn't beat what serves, {_told(now)}")
    if now is not None and backtest.origins < MIN_ORIGINS:
        weeks = f"in {backtest.origins} weeks; {MIN_ORIGINS} are needed to replace it"
        return Decision(promoted=False, reason=f"{_told(champion)} beats what serves, {_told(now)}, {weeks}")
    if now is not None and not _beats_clearly(champion, now):
        narrowly = f"{_told(now)}, by no more than a standard error"
        return Decision(promoted=False, reason=f"{_told(champion)} beats what serves, {narrowly}")
    replaced = _told(now) if now is not None else f"{serving}, which can't be measured any more"
    if _beats_last_week(champion):
        return Decision(promoted=True, reason=f"{_told(champion)} beats last week and replaces {replaced}")
    if now is not None and now.relative_mae > 1:
        return Decision(promoted=True, reason=f"nothing beats last week; {_told(champion)} replaces {replaced}")
    return Decision(promoted=False, reason=f"{_told(champion)} doesn't beat last week")


def _against_itself(champion: CandidateFigures) -> Decision:
    if not _beats_last_week(champion):
        return Decision(promoted=False, reason=f"{_told(champion)} doesn't beat last week, and serves already")
    return Decision(promoted=True, reason=f"{_told(champion)} beats last week; what serves is confirmed")


def _beats_clearly(champion: CandidateFigures, now: CandidateFigures) -> bool:
    gains = np.array(now.by_origin) - np.array(champion.by_origin)
    known = gains[~np.isnan(gains)]
    return len(known) > 0 and bool(known.mean() > known.std() / np.sqrt(len(known)))


def _beats_last_week(figures: CandidateFigures) -> bool:
    return figures.kind != "seasonal_naive" and figures.relative_mae < 1


def _figures(backtest: Backtest, kind: ModelKind) -> CandidateFigures | None:
    return next((figures for figures in backtest.candidates if figures.kind == kind), None)


def _told(figures: CandidateFigures) -> str:
    return f"{figures.kind} ({figures.relative_mae:.3f} of last week's error)"
