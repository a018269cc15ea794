"""A mix is a point of the simplex of instruments, and a value of each lever that may be searched; the euros are fixed.

share_i = T·e_i / Σ e,   e_i = −ln u_i,   u_i in (0, 1]:   with even u the shares are spread evenly over the simplex

T  what the regime allocates now, so that every mix allots the same money
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cohesion_sim.errors import UserError
from cohesion_sim.scenario import Scenario
from cohesion_sim.variation import INSTRUMENTS, declared, value, varied

USUAL = ("delivery.targeted_share", "governance.decentralised", "governance.need_based")
"""Levers searched unless asked otherwise: they say how money is delivered, and none of them is a good in itself."""
LEAST = 1e-6
MOST = 1.0


@dataclass(frozen=True)
class Mix:
    """Shares of the budget by instrument, and values of levers by dotted key (without ``regime.``)."""

    shares: Mapping[str, float]
    levers: Mapping[str, float]


@dataclass(frozen=True)
class Space:
    """What is searched: shares of all instruments, with a fixed sum, and levers within their ranges."""

    total: float
    levers: tuple[str, ...]

    @property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """The range of every coordinate, by name."""
        found = dict.fromkeys((f"share.{name}" for name in INSTRUMENTS), (LEAST, MOST))
        for lever in self.levers:
            metadata = declared(f"regime.{lever}").metadata
            found[lever] = (float(metadata["low"]), float(metadata["high"]))
        return found

    def mix(self, point: Mapping[str, float]) -> Mix:
        """Return the mix that coordinates stand for."""
        weights = {name: -math.log(point[f"share.{name}"]) for name in INSTRUMENTS}
        sum_of = sum(weights.values())
        even = 1.0 / len(INSTRUMENTS)
        shares = {
            name: self.total * (weight / sum_of if sum_of > 0.0 else even) for name, weight in weights.items()
        }  # fmt: skip
        return Mix(shares, {lever: point[lever] for lever in self.levers})

    def point(self, mix: Mix) -> dict[str, float]:
        """Return coordinates that stand for a mix."""
        scale = len(INSTRUMENTS) / self.total
        shares = {f"share.{name}": max(LEAST, math.exp(-scale * mix.shares[name])) for name in INSTRUMENTS}
        return {**shares, **mix.levers}


def space_of(scenario: Scenario, levers: Sequence[str] = USUAL) -> Space:
    """Return what can be searched around a scenario.

    Raises
    ------
    UserError
        If the scenario's regime allots no money, or for a lever that does not exist or is an instrument's share.
    """
    total = sum(present(scenario, ()).shares.values())
    if total <= 0.0:
        raise UserError(f"the regime '{scenario.regime.name}' allots no money; start from one that does")
    for lever in levers:
        declared(f"regime.{lever}")
        if lever.startswith("instruments."):
            raise UserError(f"levers holds {lever}; shares of instruments are searched anyway")
    return Space(total, tuple(levers))


def present(scenario: Scenario, levers: Sequence[str]) -> Mix:
    """Return the mix that a scenario has."""
    shares = {name: value(scenario, f"regime.instruments.{name}") for name in INSTRUMENTS}
    return Mix(shares, {lever: value(scenario, f"regime.{lever}") for lever in levers})


def mixed(scenario: Scenario, mix: Mix) -> Scenario:
    """Return a scenario with another mix."""
    instruments = type(scenario.regime.instruments)(**mix.shares)
    changed = replace(scenario, regime=replace(scenario.regime, instruments=instruments))
    return varied(changed, {f"regime.{lever}": number for lever, number in mix.levers.items()})
