"""What a figure must know of an outcome: what it is called, its unit, and which way is better."""

from __future__ import annotations

from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.strings import label, subgroup_label, text

COUNTED = frozenset({
    "bridged", "exposure", "employment", "participation", "exploitation", "full_rights", "citizens", "integration",
    "assimilation", "separation", "berry_marginalisation", "headcount", "migrant_share",
})  # fmt: skip
"""Shares of persons, shown in percent; other shares are means on a scale from 0 to 1."""


def percent(outcome: str) -> bool:
    """Return whether an outcome is a share of persons."""
    return outcome in COUNTED or outcome.startswith(("headcount_", "deprived_"))


def scale(outcome: str) -> float:
    """Return what a value is multiplied by to be shown: 100 for a share of persons, else 1."""
    return 100.0 if percent(outcome) or outcome == "employment_gap" else 1.0


def unit(outcome: str, language: str, *, of_difference: bool = False) -> str:
    """Return the unit in which an outcome, or a difference of two, is shown."""
    if outcome == "employment_gap" or (of_difference and percent(outcome)):
        return text("unit.points", language)
    return text("unit.percent", language) if percent(outcome) else label("unit", OUTCOMES[outcome].unit, language)


def better(outcome: str) -> int:
    """Return 1 if more is better, −1 if less is better, 0 if neither."""
    return OUTCOMES[outcome].direction


def called(outcome: str, language: str, subgroup: str = "") -> str:
    """Return an outcome's name, of one subgroup if given: *Belonging, migrants*."""
    name = label("outcome", outcome, language)
    return f"{name}, {subgroup_label(subgroup, language)}" if subgroup else name
