"""A survey is an instrument: its questions are not perfectly reliable, and not everybody asked answers."""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.parameters import Parameters, param


@dataclass(frozen=True, kw_only=True)
class Instrument(Parameters):
    """Reliability of questions, and who answers them."""

    single: float = param(
        0.75, unit="r", low=0.3, high=1.0, source="assumption", meaning="test-retest reliability of one question"
    )
    several: float = param(
        0.85, unit="r", low=0.3, high=1.0, source="assumption", meaning="reliability of the mean of several questions"
    )
    spread: float = param(
        0.23, unit="share", low=0.05, high=0.5, source="assumption",
        meaning="standard deviation of true scores for which these reliabilities hold",
    )  # fmt: skip
    tie_meetings: float = param(
        8.0, unit="1/month", low=1.0, high=30.0, source="assumption",
        meaning="meetings with somebody to whom one has a lasting tie: about twice a week",
    )  # fmt: skip
    passing: float = param(
        0.17, unit="1/tie/day", low=0.0, high=0.3, source="C05",
        meaning="people talked to in passing (met less than monthly or never before), for each tie kept up",
    )  # fmt: skip
    taken: float = param(
        0.40, unit="share", low=0.2, high=0.8, source="T120",
        meaning="share of the chances to talk across sides that is taken",
    )  # fmt: skip
    warm: float = param(
        1.2, unit="1", low=0.0, high=2.0, source="I117", meaning="how much more often the warm take them"
    )
    answering: float = param(
        0.6, unit="share", low=0.1, high=1.0, source="assumption", meaning="share of those asked who take part"
    )
    foreign: float = param(
        0.3, unit="share", low=0.0, high=1.0, source="assumption",
        meaning="how much less often somebody without the language takes part",
    )  # fmt: skip
    silent: float = param(
        0.03, unit="share", low=0.0, high=0.5, source="assumption", meaning="answers missing to a question of opinion"
    )
    guarded: float = param(
        0.06, unit="share", low=0.0, high=0.5, source="assumption", meaning="answers missing to a delicate question"
    )
    attrition: float = param(
        0.12, unit="share", low=0.0, high=0.6, source="assumption", meaning="share of a panel lost before each new wave"
    )


EXACT = Instrument(single=1.0, several=1.0, answering=1.0, foreign=0.0, silent=0.0, guarded=0.0, attrition=0.0)
"""An instrument without errors, refusals or attrition."""
