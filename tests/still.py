"""A still country is one in which nothing happens but services: no mechanism runs, so that persons stay as they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.parameters import declarations
from cohesion_sim.policy.delivery import Delivery
from cohesion_sim.policy.enrolment import LAST, WAITED
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.governance import Governance
from cohesion_sim.policy.instruments import Instruments
from cohesion_sim.policy.needs import LANGUAGE
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.regime import Regime
from cohesion_sim.policy.services import Services
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from tests.worlds import Table, context_of, running

CITY: Table = ((200, 300, 300),)
NOTHING = {declared.name: 0.0 for declared in declarations(Instruments)}


def still(
    table: Table = CITY,
    *,
    eur: float = 3000.0,
    services: Services | None = None,
    programmes: Programmes | None = None,
    delivery: Delivery | None = None,
    shares: dict[str, float],
) -> Simulation:
    """Return a simulation in which nothing happens but services, with money for the instruments named only."""
    regime = Regime(
        instruments=Instruments(**{**NOTHING, **shares}),
        governance=Governance(decentralised=0.0, flexibility=0.0, borrowing=0.0),
        delivery=delivery or Delivery(),
    )
    return running(
        Scenario(
            context=context_of(table, capacity_spread=0.0, local_capacity=1.0), regime=regime, mechanisms=(),
            funding=Funding(eur_per_migrant_year=eur), services=services or Services(),
            programmes=programmes or Programmes(),
        ),
        table,
    )  # fmt: skip


def stages(simulation: Simulation, programme: int = LANGUAGE) -> NDArray[np.uint8]:
    """Return where everybody stands in a programme."""
    return simulation.world.people.stage[:, programme].copy()


def waits(stage: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return who waits."""
    return (stage > 0) & (stage <= WAITED)


def attends(stage: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return who is enrolled."""
    return (stage > WAITED) & (stage <= LAST)
