"""For Mesa a simulation is a model like any other: it steps, collects, runs in batches and has agents to look at.

>>> model = CohesionModel("targeted", rng=1, funding="low", months=12)
>>> model.run_model()
>>> model.datacollector.get_model_vars_dataframe()[["month", "trust", "belonging"]]

>>> from mesa.batchrunner import batch_run
>>> batch_run(CohesionModel, {"scenario": "targeted", "regime": ["targeted", "combined"], "rng": range(1, 21)})
"""

from __future__ import annotations

import os
from functools import partial
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet

from cohesion_sim.agents import Host, Migrant, Person
from cohesion_sim.chance import MASK
from cohesion_sim.config import load_scenario
from cohesion_sim.errors import UserError
from cohesion_sim.measures.outcomes import MEASURED, OUTCOMES
from cohesion_sim.measures.snapshot import taken, worked_out
from cohesion_sim.runs.run import checked_seed
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.people import People

USUAL = "laissez_faire"
"""The scenario that runs if none is named."""
HEADS = ("population", "hosts", "migrants")
REPORTED = ("month", *HEADS, *(column for name in MEASURED for column in OUTCOMES[name].columns.values()))
"""What the data collector keeps: the month, head counts, and every outcome on people, network and places."""


def reported(model: CohesionModel, column: str) -> float:
    """Return an outcome as it stood at the end of the month that ran last."""
    return model.outcomes[column]


class CohesionModel(mesa.Model):  # type: ignore[misc]  # Mesa has no types
    """A scenario that runs as a Mesa model; one step is one month.

    The collector keeps a row a month from the first on, so that the last row of a batch is the end of the run. Outcomes
    are measured once at the end of a month: what you write into columns later shows in the next.

    Parameters
    ----------
    scenario
        A :class:`Scenario`, or name or path of one for :func:`load_scenario`.
    rng
        The seed, a whole number from 0 to 2³² − 1; from anything else that NumPy takes for a generator one is drawn.
    seed
        The same under Mesa's older name; counts if given.
    **kwargs
        Changes of a named scenario, as on the command line: ``regime="combined"``, ``funding="low"``, ``months=60``;
        for keys with dots ``**{"context.population": 600}``. (Mesa's page asks for this name.)

    Attributes
    ----------
    simulation
        What runs, with ``simulation.world`` and ``simulation.scenario``.
    outcomes
        Outcomes by column at the end of the month that ran last; at the start, of the start.
    datacollector
        A :class:`mesa.DataCollector` with the reporters of :data:`REPORTED`.

    Raises
    ------
    UserError
        If the scenario, a change or the seed is wrong, in one sentence.
    """

    def __init__(
        self,
        scenario: Scenario | str | os.PathLike[str] | None = None,
        rng: Any = 1,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        chosen = whole_seed(rng if seed is None else seed)
        super().__init__(rng=chosen)
        self.simulation = Simulation(described(scenario, kwargs), chosen)
        self._persons: dict[int, Person] = {}
        self._looked = -1
        self.outcomes = self._measured()
        self.datacollector = mesa.DataCollector({name: partial(reported, column=name) for name in REPORTED})

    @property
    def people(self) -> People:
        """The columns: ``model.people.trust`` is a NumPy array with a row a person (see ``people.active``)."""
        return self.simulation.world.people

    def step(self) -> None:
        """Run a month, measure and collect; the model stops running when the scenario ends."""
        self.simulation.step()
        self.outcomes = self._measured()
        self.datacollector.collect(self)
        self.running = self.simulation.month < self.simulation.scenario.months

    def _measured(self) -> dict[str, float]:
        world, measures = self.simulation.world, self.simulation.scenario.measures
        found = worked_out([taken(world, measures)], measures).value
        return {"month": world.month, **{name: float(found[name][0]) for name in REPORTED if name != "month"}}

    def person(self, row: int) -> Person:
        """Return the agent of a row in which somebody lives."""
        self._look()
        return self._persons[int(self.people.key[row])]

    @property
    def agents(self) -> AgentSet:
        """Everybody who lives here now, as agents; made when first asked for."""
        self._look()
        return self._all_agents

    @property
    def agents_by_type(self) -> dict[type[mesa.Agent], AgentSet]:
        """The same agents, as :class:`Host` and :class:`Migrant`."""
        self._look()
        return self._agents_by_type  # type: ignore[no-any-return]  # Mesa has no types

    @property
    def agent_types(self) -> list[type]:
        """The kinds of agents that live here."""
        return list(self.agents_by_type)

    def _look(self) -> None:
        """Let agents of those who left go, and make those of newcomers, unless that was done this month."""
        if self._looked == self.simulation.month:
            return
        self._looked = self.simulation.month
        people = self.people
        rows = np.flatnonzero(people.active).tolist()
        here = dict(zip(people.key[rows].tolist(), rows, strict=True))
        for key in [key for key in self._persons if key not in here]:
            self._persons.pop(key).remove()
        for key, row in here.items():
            if key not in self._persons:
                self._persons[key] = (Host if people.group[row] == 0 else Migrant)(self, row)
        # Mesa 3.3 numbers agents in a table that would keep this model alive for ever; ours have keys.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)


def whole_seed(rng: Any) -> int:
    """Return the seed that Mesa's ``rng`` stands for."""
    if isinstance(rng, int | np.integer) and not isinstance(rng, bool):
        return checked_seed(int(rng))
    try:
        return int(np.random.default_rng(rng).integers(MASK, endpoint=True))
    except (TypeError, ValueError) as error:
        raise UserError(f"rng is {rng!r}; it must be a whole number from 0 to {MASK}, or a generator") from error


def described(scenario: Scenario | str | os.PathLike[str] | None, changes: dict[str, Any]) -> Scenario:
    """Return a scenario as it is, or the one of a name or path with changes."""
    if isinstance(scenario, Scenario):
        if changes:
            raise UserError(
                f"{min(changes)}: only a scenario given by name or path can be changed; change yours before"
            )
        return scenario
    return load_scenario(
        USUAL if scenario is None else scenario, [f"{key}={written(value)}" for key, value in changes.items()]
    )


def written(value: Any) -> str:
    """Return a value as it is written in an override."""
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool | np.bool_) else str(value)
