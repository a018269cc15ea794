"""A variation of a scenario changes a few numbers by their dotted keys and leaves everything else as it is.

``{"regime.delivery.targeted_share": 0.5, "funding.eur_per_migrant_year": 0}``; each is checked as when it is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import Field, replace
from typing import Any

from cohesion_sim.chance import Key, draws, stream
from cohesion_sim.context import Context
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.parameters import Parameters, check_number, declarations
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.regime import SECTIONS, Dimensions, Regime
from cohesion_sim.policy.timeline import Phase
from cohesion_sim.scenario import Scenario

WHOLE: Mapping[str, type[Parameters]] = {"funding": Funding, "context": Context}
INSTRUMENTS = tuple(each.name for each in declarations(SECTIONS["instruments"]))
"""What the money of a regime is for, in the order declared."""


def declared(key: str) -> Field[Any]:
    """Return the declaration of a number of policy, money or place, by dotted key.

    Raises
    ------
    UserError
        If there is no such key, with the nearest one that there is.
    """
    known = keys()
    if key not in known:
        raise unknown("number that can be varied", key, known)
    return known[key]


def keys() -> dict[str, Field[Any]]:
    """Return the declarations of all numbers that can be varied, by dotted key."""
    records: dict[str, type] = {
        "regime": Dimensions,
        **{f"regime.{name}": cls for name, cls in SECTIONS.items()},
        **WHOLE,
    }
    return {f"{where}.{each.name}": each for where, cls in records.items() for each in declarations(cls)}


def value(scenario: Scenario, key: str) -> float:
    """Return what a scenario has under a dotted key at its start."""
    declared(key)
    where, _, name = key.rpartition(".")
    group, _, section = where.partition(".")
    record: Any = getattr(scenario, group)
    return float(getattr(record if group != "regime" else getattr(record, section or "dimensions"), name))


def varied(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return a scenario with some numbers changed, from the start to the end.

    Parameters
    ----------
    scenario
        Left as it is; changes of its timeline are kept.
    values
        New numbers by dotted key.

    Raises
    ------
    UserError
        For an unknown key or a number out of range.
    """
    by_record: dict[tuple[str, str], dict[str, Any]] = {}
    for key, number in values.items():
        where, _, name = key.rpartition(".")
        group, _, section = where.partition(".")
        by_record.setdefault((group, section), {})[name] = check_number(key, number, declared(key))
    changed: dict[str, Any] = {}
    for (group, section), numbers in by_record.items():
        below = changed.get(group, getattr(scenario, group))
        if group == "regime":
            part = section or "dimensions"
            changed[group] = replace(below, **{part: replace(getattr(below, part), **numbers)})
        else:
            changed[group] = replace(below, **numbers)
    return replace(scenario, **changed)


def until(variant: Scenario, scenario: Scenario, month: int) -> Scenario:
    """Return a scenario that is like a variant of itself before a month, and like itself from then on."""
    back = Phase(month=month, regime=scenario.regime, funding=scenario.funding, context=scenario.context)
    return replace(variant, later=tuple(sorted((back, *scenario.later), key=lambda phase: phase.month)))


def rebudgeted(regime: Regime, shares: Mapping[str, float]) -> Regime:
    """Return a regime in which some instruments have new shares and the others give or take in proportion.

    The sum of the shares, and so the money, stays the same.

    Parameters
    ----------
    shares
        New shares of the budget by instrument.

    Raises
    ------
    UserError
        If the new shares are more than the regime has in all, or leave money that no other instrument can take.
    """
    for name in shares:
        if name not in INSTRUMENTS:
            raise unknown("instrument", name, INSTRUMENTS)
    now = {name: float(getattr(regime.instruments, name)) for name in INSTRUMENTS}
    total, fixed = sum(now.values()), sum(shares.values())
    others = {name: share for name, share in now.items() if name not in shares}
    left, had = total - fixed, sum(others.values())
    if left < -1e-9 or (left > 1e-9 and had <= 0.0):
        raise UserError(
            f"{', '.join(shares)} would take {fixed:g} of the budget; the regime '{regime.name}' allocates {total:g}"
        )
    factor = max(0.0, left) / had if had > 0.0 else 0.0
    new = {**{name: share * factor for name, share in others.items()}, **dict(shares)}
    return replace(regime, instruments=type(regime.instruments)(**new))


def drawn(regime: Regime, seed: int, draw: int) -> Regime:
    """Return one point of the box of ranges that a regime's name covers.

    Each range is drawn evenly by a keyed draw, so the same draw is the same point whatever else is compared.

    Parameters
    ----------
    seed, draw
        What the draw is keyed by; draw 0 is the centre, the regime itself.
    """
    if draw == 0:
        return regime
    key = Key(seed, stream("boxes"), draw)
    by_section: dict[str, dict[str, float]] = {}
    for name, low, high in regime.box:
        section, _, lever = name.rpartition(".")
        u = float(draws(key, stream(f"{regime.name}.{name}"), 0)[0])
        by_section.setdefault(section or "dimensions", {})[lever] = low + u * (high - low)
    parts = {section: replace(getattr(regime, section), **levers) for section, levers in by_section.items()}
    return replace(regime, **parts)


def differing(scenarios: Sequence[Scenario]) -> list[str]:
    """Return the dotted keys in which scenarios differ at their start."""
    return [key for key in keys() if len({value(scenario, key) for scenario in scenarios}) > 1]
