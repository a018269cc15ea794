"""Two scenarios with one seed share their luck: what policy does not touch is the same to the last bit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import pytest

from cohesion_sim.chance import Key, draws
from cohesion_sim.errors import UserError
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.mechanisms.demography import Demography
from cohesion_sim.mechanisms.mechanism import Book, Mechanism
from cohesion_sim.parameters import param
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.levers import Levers
from cohesion_sim.policy.regime import Regime
from cohesion_sim.policy.rights import Rights
from cohesion_sim.policy.timeline import Phase, Shock
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.world import World
from tests.configurations import KINDS, configuration
from tests.digests import columns
from tests.worlds import Table, by_key, context_of, running

COUNT = 12 * len(KINDS)
MONTHS = 3


def differing(one: Simulation, other: Simulation) -> list[str]:
    """Return the columns in which two simulations differ after some months."""
    for _ in range(MONTHS):
        one.step()
        other.step()
    a, b = columns(one), columns(other)
    return [name for name in a if not np.array_equal(a[name], b[name])]


@dataclass(frozen=True, kw_only=True)
class Probe(Mechanism):
    """A mechanism that draws for everybody and changes nothing."""

    unused: float = param(0.0, unit="1", low=0.0, high=1.0, source="assumption")
    name: ClassVar = "probe"
    writes: ClassVar = frozenset()

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Draw, and forget it."""
        for person in world.people.key.tolist()[:20]:
            draws(key, person, 0)


def renamed(s: Scenario) -> Scenario:
    """Return the scenario with everything called something else."""
    return replace(
        s,
        name="other", title={"en": "other"},
        regime=replace(s.regime, name="other", title="other"),
        funding=replace(s.funding, name="other"),
        context=replace(s.context, name="other", title="other"),
    )  # fmt: skip


def later(s: Scenario) -> Scenario:
    """Return the scenario with a change and a shock after its end."""
    harsh = Phase(
        month=500,
        regime=Regime(rights=Rights(labour=0.0)),
        funding=Funding(eur_per_migrant_year=0.0),
        context=s.context,
    )
    return replace(s, later=(*s.later, harsh), shocks=(*s.shocks, Shock(month=500, kind="pandemic")))


def nothing_happens(s: Scenario) -> Scenario:
    """Return the scenario with shocks of no strength, and a phase that repeats what is in force."""
    first = Phase(month=0, regime=s.regime, funding=s.funding, context=s.context)
    none = tuple(Shock(month=0, kind=kind, strength=0.0) for kind in ("pandemic", "recession", "populist_salience"))
    return replace(s, later=(first, *s.later), shocks=(*s.shocks, *none))


def watched(s: Scenario) -> Scenario:
    """Return the scenario with one mechanism more that only draws."""
    return replace(s, mechanisms=(Probe(), *s.mechanisms, Probe()))


@pytest.mark.parametrize("change", [renamed, later, nothing_happens, watched])
def test_a_null_change_changes_no_cell(change: Any) -> None:
    for number in range(2000, 2000 + COUNT):
        c = configuration(number)
        try:
            one, other = c.simulation(), replace(c, scenario=change(c.scenario)).simulation()
        except UserError:
            continue
        assert not differing(one, other), f"configuration {number} ({c.kind})"


def test_a_real_change_is_seen() -> None:
    """Control that must fail."""
    s = Scenario(context=context_of(TOWN_OF_600))
    harsh = replace(s, regime=replace(s.regime, rights=Rights(labour=0.0, health=0.0)))
    assert differing(running(s, TOWN_OF_600), running(harsh, TOWN_OF_600))


TOWN_OF_600: Table = ((260, 24, 16), (180, 12, 28), (70, 4, 6))

outcomes = pytest.mark.parametrize(
    "outcome", ["language", "belonging", "trust_institutions", "discrimination", "trust", "warmth"]
)


def yearly_means(s: Scenario, seed: int) -> dict[str, float]:
    """Return the migrants' means of some outcomes after a year."""
    simulation = running(s, TOWN_OF_600, seed, months=12)
    people = simulation.world.people
    migrants = people.active & (people.group > 0)
    names = ("language", "belonging", "trust_institutions", "discrimination", "trust", "warmth")
    return {name: float(getattr(people, name)[migrants].mean(dtype=np.float64)) for name in names}


@pytest.fixture(scope="module")
def paired() -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Return 16 runs with and without a small change of rights, seed by seed."""
    s = Scenario(context=context_of(TOWN_OF_600))
    more = replace(s, regime=replace(s.regime, rights=replace(s.regime.rights, labour=60.0, health=55.0)))
    return [yearly_means(s, seed) for seed in range(16)], [yearly_means(more, seed) for seed in range(16)]


@outcomes
def test_pairs_have_a_fifth_of_the_variance_at_most(
    outcome: str, paired: tuple[list[dict[str, float]], list[dict[str, float]]]
) -> None:
    """Var(A) + Var(B) is what independent seeds would give for the difference."""
    one = np.array([run[outcome] for run in paired[0]])
    other = np.array([run[outcome] for run in paired[1]])
    independent = one.var(ddof=1) + other.var(ddof=1)
    assert independent >= 5.0 * (other - one).var(ddof=1)


@pytest.mark.parametrize("off", [name for name in MECHANISMS if name != "demography"])
def test_switching_one_off_leaves_what_does_not_depend_on_it(off: str) -> None:
    """In the first month the same persons come and go, and what only earlier mechanisms write is untouched."""
    everything = tuple(cls() for cls in MECHANISMS.values())
    s = Scenario(context=context_of(TOWN_OF_600, arrivals=0.1), mechanisms=everything)
    rest = replace(s, mechanisms=tuple(m for m in everything if m.name != off))
    with_it, without = running(s, TOWN_OF_600, months=1).world, running(rest, TOWN_OF_600, months=1).world
    for flow in ("arrivals", "births", "deaths", "departures"):
        assert with_it.flows[flow] == without.flows[flow]
    one, other = by_key(with_it), by_key(without)
    assert np.array_equal(one["key"], other["key"])
    place = [m.name for m in everything].index(off)
    earlier = {name for m in everything[:place] if not m.vital for name in m.writes}
    later = {name for m in everything[place:] for name in m.writes}
    for name in sorted(earlier - later):
        column = name.removeprefix("people.")
        assert column not in one or np.array_equal(one[column], other[column]), name


def test_draws_are_the_same_whatever_else_runs() -> None:
    """Each person who lives in both worlds draws the same numbers, though one world has half of the mechanisms."""
    heard: list[dict[tuple[int, int], float]] = []

    @dataclass(frozen=True, kw_only=True)
    class Listening(Probe):
        """Writes down what it draws."""

        def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
            for person in world.people.key[world.people.active].tolist():
                heard[-1][key.month, person] = draws(key, person, 0)[0]

    everything = tuple(cls() for cls in MECHANISMS.values())
    s = Scenario(context=context_of(TOWN_OF_600))
    for chosen in (everything, everything[::2]):
        heard.append({})
        running(replace(s, mechanisms=(*chosen, Listening())), TOWN_OF_600, months=6)
    shared = heard[0].keys() & heard[1].keys()
    assert len(shared) > 3000
    assert all(heard[0][one] == heard[1][one] for one in shared)


LASTING = ("age", "woman", "group", "generation", "education", "sociability", "trust_setpoint", "warmth_setpoint")


def test_more_births_change_nobody_elses_luck() -> None:
    """Fertility is doubled: nearly everybody lives in both worlds, with the same age, schooling and dispositions."""
    s = Scenario(context=context_of(TOWN_OF_600))
    fertile = replace(s, mechanisms=(Demography(fertility=3.0), *s.mechanisms[1:]))
    one, other = running(s, TOWN_OF_600, months=12).world, running(fertile, TOWN_OF_600, months=12).world
    assert other.population > one.population
    a, b = by_key(one), by_key(other)
    in_both, also = np.isin(a["key"], b["key"]), np.isin(b["key"], a["key"])
    assert in_both.mean() > 0.97
    for name in LASTING:
        assert np.array_equal(a[name][in_both], b[name][also]), name
