"""Every outcome on persons is a ratio of two sums over a tally; this says which, and works out many at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.compiled import SCALE
from cohesion_sim.measures import marginalisation as af
from cohesion_sim.measures import tally as t
from cohesion_sim.measures.acculturation import STRATEGIES
from cohesion_sim.measures.cutoffs import DEPRIVATIONS, Measures
from cohesion_sim.measures.network import assortativity, ei_index
from cohesion_sim.measures.outcomes import EVERYBODY, HOSTS, MIGRANTS, OUTCOMES
from cohesion_sim.measures.polarisation import spread_and_bimodality

Sums = dict[int, float]


class Ratio(NamedTuple):
    """A weighted sum of entries of a tally over another."""

    above: Sums
    below: Sums


class Values(NamedTuple):
    """Outcomes by column, one value a tally, and the number of persons (or ends of ties) behind each."""

    value: dict[str, Doubles]
    behind: dict[str, Doubles]


FOLLOWED = t.PATTERN
"""From here on, an extended tally holds the counts that follow from patterns."""


def _at(*entries: int, times: float = 1.0) -> Sums:
    return dict.fromkeys(entries, times)


ADULTS = _at(*range(t.STATUS, t.STATUS + 5))
WORKING_AGE = _at(t.WORK + 1, t.WORK + 2, t.WORK + 3)
IN_WORK = _at(t.WORK + 2, t.WORK + 3)


def ratios(m: Measures) -> dict[str, Ratio]:
    """Return the ratio that each outcome on persons is, for migrants and for outcomes that both sides share."""
    over_adults = {name: _at(entry, times=1.0 / SCALE) for name, entry in t.SUMS.items()}
    over_adults |= {
        "bridging_ties": _at(t.BRIDGING),
        "bridged": _at(t.BRIDGED),
        "ties": _at(t.TIES),
        "participation": _at(t.CIVIC),
        "encounters": _at(t.ENCOUNTERS),
        "full_rights": _at(t.STATUS + 3, t.STATUS + 4),
        "citizens": _at(t.STATUS + 4),
        "security_of_stay": {
            t.STATUS: m.security_asylum,
            t.STATUS + 2: m.security_temporary,
            t.STATUS + 3: m.security_permanent,
            t.STATUS + 4: 1.0,
        },
        "headcount": _at(FOLLOWED + af.HEAD),
    }
    over_adults |= {name: _at(t.STRATEGY + code) for code, name in enumerate(STRATEGIES)}
    over_adults |= {f"headcount_{k}": _at(FOLLOWED + af.LEVEL + k - 1) for k in range(1, 8)}
    shares = af.shares_of_weight(m)
    for d, name in enumerate(DEPRIVATIONS):
        over_adults[f"deprived_{name}"] = _at(FOLLOWED + af.RAW + d)
        over_adults[f"m0_{name}"] = _at(FOLLOWED + af.CENSORED + d, times=shares[d])
    adjusted = {FOLLOWED + af.CENSORED + d: share for d, share in enumerate(shares)}
    return {name: Ratio(above, ADULTS) for name, above in over_adults.items()} | {
        "employment": Ratio(IN_WORK, WORKING_AGE),
        "exploitation": Ratio(_at(t.WORK + 3), IN_WORK),
        "contact": Ratio(_at(t.CONTACT, times=1.0 / SCALE), _at(t.MET)),
        "marginalisation": Ratio(adjusted, ADULTS),
        "intensity": Ratio(adjusted, _at(FOLLOWED + af.HEAD)),
    }


def host_ratios(m: Measures) -> dict[str, Ratio]:
    """Return the ratios of the host variant of marginalisation, which leaves out language and rights."""
    shares = af.shares_of_weight(m, hosts=True)
    adjusted = {FOLLOWED + af.HOST_CENSORED + d: share for d, share in enumerate(shares) if share > 0.0}
    head = _at(FOLLOWED + af.HOST_HEAD)
    return {
        "headcount": Ratio(head, ADULTS),
        "marginalisation": Ratio(adjusted, ADULTS),
        "intensity": Ratio(adjusted, head),
    }


def summed(entries: Counts, sums: Sums) -> Doubles:
    """Return a weighted sum of entries (the last axis), added one by one in order, so that all processors agree."""
    total: Doubles = np.zeros(entries.shape[:-1])
    for entry, times in sums.items():
        total = total + times * entries[..., entry]
    return total


def worked_out(entries: Counts, ratio: Ratio) -> tuple[Doubles, Doubles]:
    """Return a ratio, NaN where nobody is below the line, and what is below the line."""
    below = summed(entries, ratio.below)
    known = below > 0.0
    value = np.where(known, summed(entries, ratio.above) / np.where(known, below, 1.0), np.nan)
    return value, below


def extended(tally: Counts, m: Measures) -> Counts:
    """Return tallies with the counts of patterns replaced by the counts that follow from them."""
    followed = tally[..., t.PATTERN :] @ af.from_patterns(m)
    entries: Counts = np.concatenate([tally[..., : t.PATTERN], followed], axis=-1)
    return entries


def values(tally: Counts, m: Measures, one_sided: bool | NDArray[np.bool_] = False) -> Values:
    """Return all outcomes on persons and ties.

    Parameters
    ----------
    tally
        Shape (n, 2, WIDTH): hosts at 0, migrants at 1.
    m
        Cut-offs and weights.
    one_sided
        Whether a tally, or each of them, may hold one side only by its nature (a side, a group, a generation): then a
        plain column covers whom it finds, where nobody is there whom it usually covers.
    """
    entries = extended(tally, m)
    who = {EVERYBODY: entries.sum(axis=1), HOSTS: entries[:, 0], MIGRANTS: entries[:, 1]}
    found = Values({}, {})
    shared, of_hosts = ratios(m), host_ratios(m)
    for name, ratio in shared.items():
        outcome = OUTCOMES[name]
        for side, column in _columns(name):
            chosen = of_hosts.get(name, ratio) if side == HOSTS and outcome.both else ratio
            found.value[column], found.behind[column] = worked_out(who[side], chosen)
    _polarised(who, found)
    _gaps(found)
    _of_network(tally, found)
    _heads(tally, entries, found)
    if np.any(one_sided):
        _cover_who_is_there(found, one_sided)
    return found


def _columns(name: str) -> list[tuple[str, str]]:
    """Return whose outcome each column of it is."""
    outcome = OUTCOMES[name]
    sides = [(HOSTS, f"{name}_hosts"), (MIGRANTS, f"{name}_migrants")] if outcome.both else []
    return [(outcome.covers, name), *sides]


def _polarised(who: dict[str, Counts], found: Values) -> None:
    powers = (t.SUMS["warmth"], t.WARMTH_2, t.WARMTH_3, t.WARMTH_4)
    for side, suffix in ((HOSTS, "_hosts"), (MIGRANTS, "_migrants"), (HOSTS, "")):
        moments = [worked_out(who[side], Ratio(_at(power, times=1.0 / SCALE), ADULTS)) for power in powers]
        spread, bimodality = spread_and_bimodality(*(value for value, _ in moments))
        for name, value in (("warmth_spread", spread), ("warmth_bimodality", bimodality)):
            found.value[name + suffix], found.behind[name + suffix] = value, moments[0][1]


def _gaps(found: Values) -> None:
    for name in ("belonging", "trust", "employment"):
        hosts, migrants = f"{name}_hosts", f"{name}_migrants"
        found.value[f"{name}_gap"] = found.value[hosts] - found.value[migrants]
        found.behind[f"{name}_gap"] = np.minimum(found.behind[hosts], found.behind[migrants])


def _of_network(tally: Counts, found: Values) -> None:
    ends = tally[..., t.TIES] + tally[..., t.CHILD_TIES]
    bridging = tally[..., t.BRIDGING] + tally[..., t.CHILD_BRIDGING]
    found.value["ei_index"] = ei_index(ends, bridging)
    found.value["assortativity"] = assortativity(ends, bridging)
    for name in ("ei_index", "assortativity"):
        found.behind[name] = ends.sum(axis=-1).astype(np.float64)


def _heads(tally: Counts, entries: Counts, found: Values) -> None:
    adults = summed(entries, ADULTS)
    heads = adults + tally[..., t.CHILDREN]
    everybody = heads.sum(axis=1)
    for name, value in {
        "population": everybody,
        "hosts": heads[:, 0],
        "migrants": heads[:, 1],
        "adults": adults.sum(axis=1),
        "adults_hosts": adults[:, 0],
        "adults_migrants": adults[:, 1],
        "migrant_share": heads[:, 1] / np.maximum(everybody, 1.0),
    }.items():
        found.value[name], found.behind[name] = value, everybody


def _cover_who_is_there(found: Values, one_sided: bool | NDArray[np.bool_]) -> None:
    for name, outcome in OUTCOMES.items():
        if outcome.both and outcome.covers != EVERYBODY and name in found.value:
            other = f"{name}_{HOSTS if outcome.covers == MIGRANTS else MIGRANTS}"
            nobody: NDArray[np.bool_] = one_sided & (found.behind[name] == 0.0)
            found.value[name] = np.where(nobody, found.value[other], found.value[name])
            found.behind[name] = np.where(nobody, found.behind[other], found.behind[name])
