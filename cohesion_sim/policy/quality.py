"""Quality is what places have learnt: knowledge from targeted work, practice that works, and room in general services.

The equations are those of :mod:`cohesion_sim.policy.services`.
"""

from __future__ import annotations

from typing import NamedTuple

from cohesion_sim.arithmetic import clipped
from cohesion_sim.arrays import Counts, Doubles
from cohesion_sim.compiled import rule
from cohesion_sim.policy.regime import Regime
from cohesion_sim.policy.services import OVERHEADS, Services

FULL = 7000.0 / 12.0
"""EUR a migrant and month at which targeted work teaches as much as it can (D07: the Swedish settlement grant)."""


class Quality(NamedTuple):
    """The numbers of a regime and of :class:`Services` by which services learn, respond and grow.

    Share of targeted money; what it teaches a month, and what is forgotten; what a place takes over of the others'
    knowledge and practice; how far places differ in practice; the least responsiveness, what staff and participation
    add to it, what knowledge and local decisions add; demand of a migrant, and how general services follow demand and
    fall short of it; what accreditation makes of the welcome, how far places are made ready for arrivals who were
    reached abroad, and how targeted money is resented.
    """

    targeted: float
    taught: float
    forgetting: float
    passed: float
    found: float
    decentralised: float
    least: float
    built: float
    knowing: float
    local: float
    extra: float
    starved: float
    adapt: float
    load: float
    closed: float
    relieved: float
    prepared: float
    accredited: float
    ready: float
    resented: float


def quality(p: Services, regime: Regime) -> Quality:
    """Return the numbers by which services learn, respond and grow under a regime."""
    d, governance = regime.delivery, regime.governance
    exchanged = 1.0 - governance.decentralised * (1.0 - governance.exchange)
    return Quality(
        targeted=d.targeted_share,
        taught=d.knowledge_transfer * p.learning,
        forgetting=p.forgetting,
        passed=0.05 * governance.exchange,
        found=p.practice_learning * governance.evaluation * exchanged,
        decentralised=governance.decentralised,
        least=p.responsive_least,
        built=p.weight_training * d.intercultural_training
        + p.weight_mediators * d.mediators
        + p.weight_interpretation * d.interpretation
        + p.weight_participation * d.migrant_participation
        + p.weight_consultation * governance.consultation,
        knowing=p.weight_knowledge,
        local=p.local_knowledge * governance.decentralised,
        extra=p.extra,
        starved=p.starved,
        adapt=p.adapt,
        load=p.load,
        closed=p.closed,
        relieved=p.relieved,
        prepared=p.prepared,
        accredited=1.0 + 0.5 * governance.accreditation,
        ready=regime.path.hosts_prepared,
        resented=p.resented,
    )


def dearer(p: Services, regime: Regime) -> float:
    """Return the factor of delivery and governance on unit costs, knowledge left out."""
    d = regime.delivery
    levers = {**vars(d), **vars(regime.governance)}
    overhead = 0.0
    for name in OVERHEADS:
        overhead += getattr(p, f"overhead_{name}") * levers[name]
    return (1.0 + p.premium * d.targeted_share) * (1.0 + p.transfer_cost * d.knowledge_transfer) * (1.0 + overhead)


@rule
def teach_all(knowledge: Doubles, practice: Doubles, spent: Counts, migrants: Counts, q: Quality) -> None:
    """Move each place's knowledge and practice on by a month in which it spent so many cents."""
    for place in range(len(knowledge)):
        per_head = spent[place] / (100.0 * max(1, migrants[place]))
        activity = min(1.0, q.targeted * per_head / FULL)
        gain = q.taught * activity * (1.0 - knowledge[place])
        knowledge[place] = clipped(knowledge[place] * (1.0 - q.forgetting) + gain, 0.0, 1.0)
    most, best = knowledge.max(), practice.max()
    for place in range(len(knowledge)):
        knowledge[place] += q.passed * (most - knowledge[place])
        practice[place] += q.found * (best - practice[place])


@rule
def worth_all(practice: Doubles, q: Quality, worth: Doubles) -> None:
    """Write what a dose is worth in each place: its own practice, or the mean that a centre gives to all."""
    mean = 0.0
    for own in practice:
        mean += own
    mean /= max(1, len(practice))
    for place in range(len(practice)):
        worth[place] = mean + q.decentralised * (practice[place] - mean)


@rule
def responding(knowledge: float, q: Quality) -> float:
    """Return how well general services meet special needs, 0 to 1."""
    return q.least + (1.0 - q.least) * clipped(q.built + q.knowing * knowledge + q.local, 0.0, 1.0)


@rule
def crowded(
    room: float, residents: int, migrants: int, responsive: float, relief: float, means: float, openness: float,
    prepared: float, q: Quality,
) -> tuple[float, float]:  # fmt: skip
    """Return a place's room in general services next month, and the shortage, 0 to 1, that hosts and migrants share.

    Parameters
    ----------
    room
        Persons that they can serve; 0 before the first month.
    residents, migrants
        Persons in the place.
    responsive
        Responsiveness, 0 to 1: unresponsive services need more time for a migrant.
    relief
        What mainstreamed money adds to them, 0 to 1.
    means
        Share of what is asked for that the place can pay, 0 to 1: poor places adapt more slowly.
    openness
        Share of services that are open.
    prepared
        How far places were made ready for those who arrive, 0 to 1.
    """
    demand = residents + q.extra * migrants * (1.0 - 0.5 * responsive)
    known = room if room > 0.0 else demand
    short = max(0.0, demand / max(known, 1.0) - 1.0)
    pace = q.adapt * (q.starved + (1.0 - q.starved) * means) * (1.0 + prepared)
    pressed = q.load * short * (1.0 - q.prepared * prepared) + q.closed * (1.0 - openness)
    return known + min(1.0, pace) * (demand - known), clipped(pressed - q.relieved * relief, 0.0, 1.0)
