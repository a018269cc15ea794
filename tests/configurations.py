"""A number makes a configuration: a small random scenario, every fourteenth of each kind, boundary cases included.

The exact differential test, the baseline and the accounting tests all draw on the same numbered configurations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any, TypeVar

from cohesion_sim.context import Context, Origin
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.mechanisms.mechanism import Mechanism
from cohesion_sim.mechanisms.politics import Politics
from cohesion_sim.parameters import Parameters, declarations
from cohesion_sim.policy.delivery import Delivery
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.governance import Governance
from cohesion_sim.policy.instruments import INSTRUMENTS, Instruments
from cohesion_sim.policy.path import Path
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.regime import Dimensions, Regime
from cohesion_sim.policy.rights import Access, Rights
from cohesion_sim.policy.services import OVERHEADS, Services
from cohesion_sim.policy.timeline import SHOCKS, Phase, Shock
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.endowment import Dispositions
from cohesion_sim.state.people import ADULT, ASYLUM_SEEKER, RETIRED, People
from cohesion_sim.synthesis.network import Mixing
from cohesion_sim.synthesis.start import Network
from tests.worlds import Table, context_of, settled

P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True)
class Configuration:
    """A scenario, how its world is laid out, and its seed; without a table the scenario's own synthesis runs."""

    kind: str
    scenario: Scenario
    table: Table | None
    seed: int
    edge: bool = False
    month: int = 0

    def simulation(self, threads: int = 1) -> Simulation:
        """Return a simulation that is about to run its first month, which need not be month 0."""
        simulation = self.begun(threads)
        simulation.world.month = self.month
        return simulation

    def begun(self, threads: int) -> Simulation:
        """Return a simulation at month 0."""
        s = self.scenario
        if self.table is None:
            return Simulation(s, self.seed, threads=threads, grain=1)
        world = settled(self.table, s.context, self.seed, s.network.slots, s.dispositions, s.mixing)
        if self.edge:
            on_thresholds(world.people, s)
        return Simulation(s, self.seed, threads=threads, grain=1, world=world)


def on_thresholds(people: People, scenario: Scenario) -> None:
    """Put persons exactly on the thresholds that rules compare with."""
    edges: list[tuple[str, list[float]]] = [
        ("age", [ADULT, RETIRED, 45 * 12, ADULT - 1, RETIRED - 1]),
        ("language", [0.0, 0.5, 0.8, 1.0]),
        ("vulnerability", [0.0, 0.35, 1.0]),
        (
            "months_since_arrival",
            [0, int(scenario.regime.access.work_ban), 96, int(scenario.regime.access.asylum_wait)],
        ),
        ("trust_institutions", [0.0, 0.5, 1.0]),
        ("warmth", [0.0, 0.5, 1.0]),
        ("status", [ASYLUM_SEEKER, 1, 2, 3, 4]),
        ("employed", [True, False, True]),
        ("exploited", [True, False, False]),
    ]
    for name, values in edges:
        column = getattr(people, name)
        for row in range(len(column)):
            column[row] = values[row % len(values)]


def varied(cls: type[P], rng: Random, share: float, limits: bool = False, **given: object) -> P:
    """Return a record with a share of its numbers drawn from their ranges, or from their limits; some may be given."""
    values: dict[str, Any] = {}
    salt = rng.random()
    for declared in declarations(cls):
        own = Random(f"{salt} {declared.name}")  # a number more or less changes no other
        low, high = declared.metadata["low"], declared.metadata["high"]
        if isinstance(declared.default, bool) or own.random() >= share:
            continue
        drawn = own.choice([low, high]) if limits else low + (high - low) * own.random()
        values[declared.name] = round(drawn) if isinstance(declared.default, int) else float(drawn)
    return cls(**{**values, **given})


def instruments(rng: Random) -> Instruments:
    """Return budget shares that add up to at most 1."""
    weights = [rng.random() if rng.random() < 0.8 else 0.0 for _ in INSTRUMENTS]
    scale = rng.choice([1.0, 0.9, 0.4]) / max(sum(weights), 1.0)
    return Instruments(**{name: weight * scale for name, weight in zip(INSTRUMENTS, weights, strict=True)})


def regime(rng: Random, limits: bool = False) -> Regime:
    """Return a regime drawn from all that is allowed."""
    return Regime(
        dimensions=varied(Dimensions, rng, 0.8, limits),
        rights=varied(Rights, rng, 0.7, limits),
        access=varied(Access, rng, 0.5, limits),
        delivery=varied(Delivery, rng, 0.7, limits),
        instruments=instruments(rng),
        governance=governance(rng, limits),
        path=varied(Path, rng, 0.7, limits),
    )


def governance(rng: Random, limits: bool = False) -> Governance:
    """Return a governance whose sources of money add up to at most all of it."""
    sources = [rng.random() if rng.random() < 0.6 else 0.0 for _ in range(3)]
    scale = rng.choice([1.0, 0.5]) / max(sum(sources), 1.0)
    own, borrowed, partners = (scale * each for each in sources)
    return varied(Governance, rng, 0.7, limits, own_revenue=own, borrowing=borrowed, partnership=partners)


def mechanisms(rng: Random, limits: bool = False) -> tuple[Mechanism, ...]:
    """Return all mechanisms, those that are off by default included, some numbers changed."""
    return tuple(varied(cls, rng, 0.3, limits) for cls in MECHANISMS.values())


def table_of(rng: Random, places: int, groups: int, persons: int) -> Table:
    """Return persons by place and group, spread at random."""
    table = [[0] * (groups + 1) for _ in range(places)]
    for _ in range(persons):
        group = 0 if rng.random() < 0.6 else 1 + rng.randrange(groups)
        table[min(rng.randrange(places), rng.randrange(places))][group] += 1
    return table


def origins(rng: Random, groups: int) -> tuple[Origin, ...]:
    """Return origin groups of equal size that differ in all else."""
    drawn = (varied(Origin, rng, 0.6, name=f"origin {g}") for g in range(groups))
    return tuple(replace(origin, share=1.0 / groups) for origin in drawn)


def context(rng: Random, table: Table, limits: bool = False) -> Context:
    """Return a context of the table's size, all else drawn."""
    sizes = context_of(table, origins(rng, len(table[0]) - 1))
    given = {
        name: getattr(sizes, name) for name in ("origins", "population", "places", "migrant_share", "dissimilarity")
    }
    return varied(Context, rng, 0.4, limits, **given)


def ordinary(rng: Random, table: Table | None = None, limits: bool = False) -> tuple[Scenario, Table]:
    """Return a scenario with everything drawn, and its table."""
    table = table or table_of(rng, rng.randint(1, 4), rng.randint(1, 3), rng.randint(20, 60))
    scenario = Scenario(
        context=context(rng, table, limits),
        regime=regime(rng, limits),
        funding=Funding(eur_per_migrant_year=rng.choice([0.0, 1750.0, 7000.0, 16000.0, 100.0 * rng.randrange(1000)])),
        mechanisms=mechanisms(rng, limits),
        services=varied(Services, rng, 0.3, limits),
        programmes=varied(Programmes, rng, 0.3, limits),
        dispositions=varied(Dispositions, rng, 0.3, limits),
        mixing=varied(Mixing, rng, 0.3, limits),
        network=Network(slots=rng.choice([16, 16, 4, 1, 32])),
    )
    return scenario, table


def with_timeline(rng: Random) -> tuple[Scenario, Table]:
    """Return a scenario in which regime, funding and context change and every kind of shock comes."""
    scenario, table = ordinary(rng)
    first = Phase(month=1, regime=regime(rng), funding=scenario.funding, context=scenario.context)
    harder = replace(scenario.context, unemployment=0.3, arrivals=0.2)
    second = Phase(month=2, regime=first.regime, funding=Funding(eur_per_migrant_year=0.0), context=harder)
    shocks = tuple(
        Shock(month=rng.randrange(3), kind=kind, strength=rng.random() * 2, months=rng.randrange(3), half_life=2.5)
        for kind in SHOCKS
    )
    return replace(scenario, later=(first, second), shocks=shocks), table


def some_off(rng: Random) -> tuple[Scenario, Table]:
    """Return a scenario that runs only some of the mechanisms."""
    scenario, table = ordinary(rng)
    return replace(scenario, mechanisms=tuple(m for m in scenario.mechanisms if rng.random() < 0.6)), table


def other_order(rng: Random) -> tuple[Scenario, Table]:
    """Return a scenario whose mechanisms run in another order."""
    scenario, table = ordinary(rng)
    return replace(scenario, mechanisms=tuple(rng.sample(scenario.mechanisms, len(scenario.mechanisms)))), table


def costs_met_exactly(rng: Random) -> tuple[Scenario, Table]:
    """Return a scenario in which whole budgets meet whole costs, so that money and need are often the same number."""
    scenario, table = ordinary(rng)
    plain = Services(premium=0.0, saving=0.0, transfer_cost=0.0, **{f"overhead_{name}": 0.0 for name in OVERHEADS})
    even = replace(scenario.context, local_capacity=1.0, capacity_spread=0.0)
    share = {"family": 0.4, "diaspora": 0.1, "digital": 0.05, "language": 0.25}
    return replace(
        scenario,
        context=even,
        services=plain,
        funding=Funding(eur_per_migrant_year=2400.0),
        regime=replace(
            scenario.regime, instruments=Instruments(**{name: share.get(name, 0.0) for name in INSTRUMENTS})
        ),
    ), table


def synthesised_by_itself(rng: Random) -> tuple[Scenario, None]:
    """Return a scenario whose world is laid out by its own synthesis, to a dissimilarity."""
    scenario, _ = ordinary(rng, table=((40, 16, 6), (24, 12, 6), (10, 4, 2)))
    return replace(scenario, context=replace(scenario.context, dissimilarity=rng.choice([0.3, 0.35, 0.4]))), None


def without_money(rng: Random) -> tuple[Scenario, Table]:
    """Return a scenario whose funding is zero."""
    scenario, table = ordinary(rng)
    return replace(scenario, funding=Funding(eur_per_migrant_year=0.0)), table


def a_town(rng: Random) -> tuple[Scenario, Table]:
    """Return a scenario of 150 persons, so that rare events happen."""
    return ordinary(rng, table=((40, 14, 9), (34, 16, 12), (9, 11, 5)))


KINDS: dict[str, Callable[[Random], tuple[Scenario, Table | None]]] = {
    "ordinary": ordinary,
    "a town": a_town,
    "timeline": with_timeline,
    "some off": some_off,
    "other order": other_order,
    "numbers at their limits": lambda rng: ordinary(rng, limits=True),
    "thresholds hit exactly": ordinary,
    "costs met exactly": costs_met_exactly,
    "no money": without_money,
    "one person": lambda rng: ordinary(rng, table=rng.choice([((1, 0),), ((0, 1),)])),
    "no migrants": lambda rng: ordinary(rng, table=((20, 0), (9, 0))),
    "no hosts, empty places": lambda rng: ordinary(rng, table=((0, 0, 0), (0, 14, 9), (0, 0, 0), (0, 1, 0))),
    "one place": lambda rng: ordinary(rng, table=((20, 6, 4),)),
    "synthesised": synthesised_by_itself,
}


def configuration(number: int) -> Configuration:
    """Return the configuration of a number, always the same."""
    kind = list(KINDS)[number % len(KINDS)]
    rng = Random(f"configuration {number}")
    scenario, table = KINDS[kind](rng)
    edge = kind == "thresholds hit exactly"
    return Configuration(kind, scenario, table, rng.randrange(1 << 32), edge, first_month(kind, scenario))


def first_month(kind: str, scenario: Scenario) -> int:
    """Return the month in which a configuration starts: some a month before an election."""
    politics = scenario.mechanism("politics")
    near = kind in ("ordinary", "a town", "numbers at their limits") and isinstance(politics, Politics)
    return politics.term - 2 if near and isinstance(politics, Politics) else 0
