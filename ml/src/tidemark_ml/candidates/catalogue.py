"""Which ways to forecast there are, from the simplest on, and how much history each needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidemark_ml.candidates.blend import Blend
from tidemark_ml.candidates.holt_winters import HoltWinters
from tidemark_ml.candidates.lstm import Lstm
from tidemark_ml.candidates.once import Once
from tidemark_ml.candidates.seasonal_naive import SeasonalNaive
from tidemark_ml.candidates.weekday_profile import WeekdayProfile
from tidemark_ml.types import MIN_HISTORY_DAYS, MIN_LSTM_DAYS

if TYPE_CHECKING:
    from tidemark_ml.candidates.candidate import Candidate
    from tidemark_ml.types import ModelKind, Network

#: In order of simplicity: by how many numbers each fits to the site.
KINDS: tuple[ModelKind, ...] = (
    "seasonal_naive",
    "weekday_profile",
    "lstm_pretrained",
    "holt_winters",
    "blend",
    "lstm_fine_tuned",
)

MIN_DAYS: dict[ModelKind, int] = {
    "seasonal_naive": MIN_HISTORY_DAYS,
    "weekday_profile": MIN_HISTORY_DAYS,
    "holt_winters": MIN_LSTM_DAYS,
    "lstm_pretrained": MIN_LSTM_DAYS,
    "blend": MIN_LSTM_DAYS,
    "lstm_fine_tuned": MIN_LSTM_DAYS,
}


#: With less history Holt-Winters spoils what it's blended with, on most public sites (docs/model-card.md).
BLEND_DAYS = 365


def default_kind(history_days: int) -> ModelKind:
    """What serves a site that was never trained: the best on public sites with so much history (docs/model-card.md)."""
    if history_days >= BLEND_DAYS:
        return "blend"
    return "lstm_pretrained" if history_days >= MIN_LSTM_DAYS else "weekday_profile"


def make_candidate(kind: ModelKind, network: Network, *, far_origins: int | None = None) -> Candidate:
    """A way to forecast by its name.

    Args:
        kind: Its name.
        network: What the kinds with a network use: the shipped one, or the site's own.
        far_origins: See `Lstm`.
    """
    match kind:
        case "seasonal_naive":
            return SeasonalNaive()
        case "weekday_profile":
            return WeekdayProfile()
        case "holt_winters":
            return HoltWinters()
        case "blend":
            return Blend(Lstm(network, far_origins=far_origins), HoltWinters())
        case _:
            return Lstm(network, kind, far_origins)


def make_candidates(shipped: Network, own: Network | None = None) -> list[Candidate]:
    """All ways to forecast, from the simplest on, to be asked the same; none computes what another one has.

    Args:
        shipped: What the pre-trained kinds use.
        own: The site's own network; None: there's none, and no `lstm_fine_tuned`.
    """
    lstm, holt_winters = Once(Lstm(shipped)), Once(HoltWinters())
    candidates: list[Candidate] = [SeasonalNaive(), WeekdayProfile(), lstm, holt_winters, Blend(lstm, holt_winters)]
    return candidates if own is None else [*candidates, Lstm(own, "lstm_fine_tuned")]
