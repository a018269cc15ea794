"""A sample is a lottery among the adults of a month; some of those drawn do not take part, others stand in for them.

Everybody draws a number keyed by survey, wave and person, and the lowest take part: who is sampled does not depend on
the order of rows, and a person sampled under one policy is likely to be sampled under another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.chance import Key, draws, stream
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.survey.instrument import Instrument
from cohesion_sim.survey.items import EVERYBODY, HOSTS, MIGRANTS
from cohesion_sim.survey.roll import Roll

SIDES = (EVERYBODY, HOSTS, MIGRANTS)


@dataclass(frozen=True)
class Design:
    """Who is asked.

    Attributes
    ----------
    n
        Respondents wanted in each wave; fewer, if not so many are there and willing.
    of
        ``"everybody"``, ``"hosts"`` or ``"migrants"``.
    panel
        Whether those of the first wave are asked again in the later ones, or a new sample is drawn.
    arrived
        First and last month of arrival, counted from the start of the run, of a cohort of migrants; None for all.
    migrants
        Share of migrants in the sample, if they are to be oversampled; None for their share in the population.
    """

    n: int = 2000
    of: str = EVERYBODY
    panel: bool = False
    arrived: tuple[int, int] | None = None
    migrants: float | None = None

    def __post_init__(self) -> None:
        """Refuse a design that cannot be carried out."""
        if isinstance(self.n, bool) or not isinstance(self.n, int) or self.n < 1:
            raise UserError(f"survey: n is {self.n!r}; it must be a whole number of at least 1")
        if self.of not in SIDES:
            raise unknown("population of a survey", str(self.of), SIDES)
        if self.migrants is not None and not 0.0 <= self.migrants <= 1.0:
            raise UserError(f"survey: migrants is {self.migrants!r}; it must be a share from 0 to 1")
        if self.arrived is not None and self.arrived[0] > self.arrived[1]:
            raise UserError(f"survey: arrived is {self.arrived}; it must be a first and a last month")


def sampled(
    roll: Roll, design: Design, seed: int, wave: int, instrument: Instrument, panel: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the positions of the respondents in the roll, in order of their keys, and their weights (mean 1).

    Parameters
    ----------
    wave
        From 1; each wave of fresh samples has a lottery of its own, a panel that of the first wave.
    panel
        Keys of those who took part in the wave before, if they are to be asked again.
    """
    willing, luck = lottery(roll, design, seed, 1 if design.panel else wave, instrument)
    if panel is not None:
        stay = Key(seed, stream("survey attrition"), wave)
        asked = np.flatnonzero(willing & np.isin(roll["key"], panel))
        kept = np.array([float(draws(stay, who, 0)[0]) for who in roll["key"][asked].tolist()])
        chosen = asked[kept >= instrument.attrition] if len(asked) else asked
        return in_order(roll, chosen), np.ones(len(chosen))
    if design.migrants is None or design.of != EVERYBODY:
        chosen = lowest(willing, luck, design.n)
        return in_order(roll, chosen), np.ones(len(chosen))
    wanted = round(design.n * design.migrants)
    strata = [(~roll.migrant, design.n - wanted), (roll.migrant, wanted)]
    parts = [lowest(willing & stratum, luck, count) for stratum, count in strata]
    chosen = in_order(roll, np.concatenate(parts))
    weight = np.zeros(len(roll))
    for (stratum, _), part in zip(strata, parts, strict=True):
        weight[part] = stratum.sum() / max(1, len(part))
    weights = weight[chosen]
    return chosen, weights / weights.mean() if len(weights) else weights


def lottery(
    roll: Roll, design: Design, seed: int, wave: int, instrument: Instrument
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return who belongs to the population of the survey and would take part, and everybody's number."""
    key = Key(seed, stream("survey sample"), wave)
    lots = np.array([draws(key, who, 0)[:2] for who in roll["key"].tolist()]).reshape(len(roll), 2)
    spoken = np.where(roll.migrant, roll["language"].astype(np.float64), 1.0)
    answering = instrument.answering * (1.0 - instrument.foreign * (1.0 - spoken))
    willing = lots[:, 1] < answering
    if design.of != EVERYBODY:
        willing &= roll.migrant == (design.of == MIGRANTS)
    if design.arrived is not None:
        month = roll.month - roll["months_since_arrival"].astype(np.int64)
        first, last = design.arrived
        willing &= (roll["generation"] == 1) & (first <= month) & (month <= last)
    return willing, lots[:, 0]


def lowest(willing: NDArray[np.bool_], luck: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Return the positions of the willing with the lowest numbers."""
    who = np.flatnonzero(willing)
    return who[np.argsort(luck[who], kind="stable")[:count]]


def in_order(roll: Roll, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return positions in the order of keys."""
    return chosen[np.argsort(roll["key"][chosen], kind="stable")]
