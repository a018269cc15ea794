"""A month: who comes and goes, what services give, what everybody sees, then each mechanism in turn.

timeline → demography → surroundings → services → the other mechanisms, in the order of the scenario
"""

from __future__ import annotations

from cohesion_sim.chance import Key, stream
from cohesion_sim.compiled import Workers
from cohesion_sim.mechanisms.mechanism import Book
from cohesion_sim.policy.accounts import Accounts
from cohesion_sim.policy.levers import Levers, country_levers
from cohesion_sim.policy.provision import Provision
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.surroundings import look_around
from cohesion_sim.state.world import World
from cohesion_sim.synthesis.start import started


class Simulation:
    """A running scenario.

    Parameters
    ----------
    scenario
        What to run.
    seed
        Whole number from 0 to 2³² − 1; the scenario's own if not given.
    threads, grain
        Threads that share the rows, and the least number of rows worth a thread; neither changes any result.
    book
        An attribution ledger to write to, if one is kept.
    world
        A world to start from, instead of the one that the scenario and the seed make.

    Attributes
    ----------
    world
        People, ties and places.
    levers
        Policy of the month that ran last.
    accounts
        Money of the month that ran last; None before the first.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int | None = None,
        *,
        threads: int = 1,
        grain: int = 16_384,
        book: Book | None = None,
        world: World | None = None,
    ) -> None:
        self.scenario = scenario
        self.seed = scenario.seed if seed is None else seed
        self.timeline = scenario.timeline
        self.book = book
        workers = Workers(threads, grain)
        if world is None:
            world = started(
                scenario.context, scenario.network, scenario.dispositions, scenario.mixing, self.seed, workers
            )
        self.world: World = world
        self.world.workers = workers
        self.provision = Provision(scenario.services, scenario.programmes, len(self.world.places), self.seed)
        look_around(self.world)
        self._force = self.timeline.force(self.month)
        self.levers = Levers(country_levers(self._force), *self.provision.nothing())
        self.accounts: Accounts | None = None

    @property
    def month(self) -> int:
        """Months completed."""
        return self.world.month

    def step(self) -> None:
        """Run one month."""
        world = self.world
        world.gone.clear()
        for name in world.flows:
            world.flows[name] = 0
        force = self.timeline.force(world.month, world.mood)
        if force != self._force:
            self._force = force
            self.levers = Levers(country_levers(force), self.levers.local, self.levers.abroad)
        self._run(vital=True)
        look_around(world)
        self.levers, self.accounts = self.provision.month(world, force.phase, self.levers.country)
        self._run(vital=False)
        world.month += 1

    def _run(self, vital: bool) -> None:
        world, levers, book = self.world, self.levers, self.book
        for mechanism in self.scenario.mechanisms:
            if mechanism.vital == vital:
                mechanism.step(world, levers, Key(self.seed, stream(mechanism.name), world.month), book)
                if book is not None:
                    book.mark(mechanism.name, "")
