"""Every outcome on persons is a ratio of two sums over a tally; this says which, and works out many at once."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.compiled import SCALE, loop
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


class Lines(NamedTuple):
    """Ratios one after another: whom each is of, and which entries stand above and below its line.

    ``side`` is an index into :data:`SIDES`, shape (ratios,). Sum ``k`` (two a ratio: above, then below) adds the
    entries ``entry[end[k - 1]:end[k]]``, each as often as ``times`` says.
    """

    names: tuple[str, ...]
    side: Counts
    entry: Counts
    times: Doubles
    end: Counts


SIDES = (EVERYBODY, HOSTS, MIGRANTS)


def moments_of(side: str) -> dict[str, int]:
    """Return the entries of a tally from which the spread of a side's warmth follows, by a name for each."""
    powers = (t.SUMS["warmth"], t.WARMTH_2, t.WARMTH_3, t.WARMTH_4)
    return {f"{side}: warmth to the power {n}": entry for n, entry in enumerate(powers, start=1)}


@cache
def lines(m: Measures) -> Lines:
    """Return the ratio of each column of an outcome, and the moments of the warmth of hosts and migrants."""
    of_hosts, ratio_of = host_ratios(m), ratios(m)
    found = [
        (column, side, of_hosts.get(name, ratio) if side == HOSTS and OUTCOMES[name].both else ratio)
        for name, ratio in ratio_of.items()
        for side, column in _columns(name)
    ]
    found += [
        (name, side, Ratio(_at(power, times=1.0 / SCALE), ADULTS))
        for side in (HOSTS, MIGRANTS)
        for name, power in moments_of(side).items()
    ]
    sums = [part for _, _, ratio in found for part in (ratio.above, ratio.below)]
    return Lines(
        tuple(name for name, _, _ in found),
        np.array([SIDES.index(side) for _, side, _ in found]),
        np.array([entry for part in sums for entry in part]),
        np.array([times for part in sums for times in part.values()], np.float64),
        np.cumsum([len(part) for part in sums]),
    )


@loop
def sum_all(who: Counts, side: Counts, entry: Counts, times: Doubles, end: Counts, sums: Doubles) -> None:
    """Write both sums of each ratio, shape (ratios, 2, n), added one by one: the same on every processor."""
    first = 0
    for k in range(len(end)):
        of = side[k // 2]
        for n in range(who.shape[1]):
            total = 0.0
            for j in range(first, end[k]):
                total += times[j] * who[of, n, entry[j]]
            sums[k // 2, k % 2, n] = total
        first = end[k]


def extended(tally: Counts, m: Measures) -> Counts:
    """Return tallies with the counts of patterns replaced by the counts that follow from them."""
    entries = np.zeros((*tally.shape[:-1], t.PATTERN + af.COUNTS), np.int64)
    follow_all(tally.reshape(-1, t.WIDTH), af.from_patterns(m), entries.reshape(-1, entries.shape[-1]))
    return entries


@loop
def follow_all(tallies: Counts, followed: Counts, entries: Counts) -> None:
    """Copy tallies and add what follows from each pattern, shape (patterns, counts); most patterns are nobody's."""
    for n in range(len(tallies)):
        for k in range(FOLLOWED):
            entries[n, k] = tallies[n, k]
        for pattern in range(len(followed)):
            persons = tallies[n, FOLLOWED + pattern]
            if persons != 0:
                for k in range(followed.shape[1]):
                    entries[n, FOLLOWED + k] += persons * followed[pattern, k]


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
    who = np.stack([entries.sum(axis=1), entries[:, 0], entries[:, 1]])
    names, side, entry, times, end = lines(m)
    sums = np.empty((len(names), 2, len(tally)))
    sum_all(who, side, entry, times, end, sums)
    above, below = sums[:, 0], sums[:, 1]
    known = below > 0.0
    value = np.where(known, above / np.where(known, below, 1.0), np.nan)
    found = Values(dict(zip(names, value, strict=True)), dict(zip(names, below, strict=True)))
    _polarised(found)
    _gaps(found)
    _of_network(tally, found)
    _heads(tally, found)
    if np.any(one_sided):
        _cover_who_is_there(found, one_sided)
    return found


def _columns(name: str) -> list[tuple[str, str]]:
    """Return whose outcome each column of it is."""
    outcome = OUTCOMES[name]
    sides = [(HOSTS, f"{name}_hosts"), (MIGRANTS, f"{name}_migrants")] if outcome.both else []
    return [(outcome.covers, name), *sides]


def _polarised(found: Values) -> None:
    names = ("warmth_spread", "warmth_bimodality")
    for side in (HOSTS, MIGRANTS):
        moments, behind = zip(
            *((found.value.pop(name), found.behind.pop(name)) for name in moments_of(side)), strict=True
        )
        for name, value in zip(names, spread_and_bimodality(*moments), strict=True):
            found.value[f"{name}_{side}"], found.behind[f"{name}_{side}"] = value, behind[0]
    for name in names:
        found.value[name], found.behind[name] = found.value[f"{name}_{HOSTS}"], found.behind[f"{name}_{HOSTS}"]


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


def _heads(tally: Counts, found: Values) -> None:
    adults = tally[..., t.STATUS : t.STATUS + 5].sum(axis=-1).astype(np.float64)
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
