"""Countries of inclusive policy trust more; the model is told policy, migrants and unemployment, not trust."""

from __future__ import annotations

import numpy as np

from cohesion_sim.validation.bench import Bench
from cohesion_sim.validation.countries import simulated
from cohesion_sim.validation.country_table import countries
from cohesion_sim.validation.pattern import pattern


@pattern("trust_over_mipex", {"trust": None}, small=False)
def trust_over_mipex(bench: Bench) -> float:
    """Return the correlation over countries of simulated trust and MIPEX."""
    table = countries()
    trust = simulated(bench.scenario(), table, bench.seed)["trust"]
    return float(np.corrcoef(trust, table["mipex"])[0, 1])
