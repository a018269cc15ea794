"""Cohesion Sim: social cohesion under integration policy regimes, person by person, with everything that moved it.

>>> import cohesion_sim as cs
>>> result = cs.simulate(cs.load_scenario("targeted"), seed=1)
>>> comparison = cs.compare({"targeted": cs.load_scenario("targeted"), "combined": cs.load_scenario("combined")})

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cohesion_sim.classroom.gathering import gather as gather
    from cohesion_sim.classroom.handing_in import hand_in as hand_in
    from cohesion_sim.comparisons.comparing import compare as compare
    from cohesion_sim.comparisons.comparison import Comparison as Comparison
    from cohesion_sim.config import load_comparison as load_comparison
    from cohesion_sim.config import load_scenario as load_scenario
    from cohesion_sim.errors import UserError as UserError
    from cohesion_sim.measures.outcomes import OUTCOMES as OUTCOMES
    from cohesion_sim.mechanisms import register as register
    from cohesion_sim.model import CohesionModel as CohesionModel
    from cohesion_sim.own_mechanism import with_mechanism as with_mechanism
    from cohesion_sim.runs.result import Result as Result
    from cohesion_sim.runs.run import simulate as simulate
    from cohesion_sim.scenario import Scenario as Scenario
    from cohesion_sim.seeds import class_seed as class_seed
    from cohesion_sim.trials.trial import Trial as Trial
    from cohesion_sim.trials.trial import trial as trial

_PLACES = {
    "CohesionModel": "model",
    "Comparison": "comparisons.comparison",
    "OUTCOMES": "measures.outcomes",
    "Result": "runs.result",
    "Scenario": "scenario",
    "Trial": "trials.trial",
    "UserError": "errors",
    "class_seed": "seeds",
    "compare": "comparisons.comparing",
    "gather": "classroom.gathering",
    "hand_in": "classroom.handing_in",
    "load_comparison": "config",
    "load_scenario": "config",
    "register": "mechanisms",
    "simulate": "runs.run",
    "trial": "trials.trial",
    "with_mechanism": "own_mechanism",
}
__all__ = [
    "OUTCOMES",
    "CohesionModel",
    "Comparison",
    "Result",
    "Scenario",
    "Trial",
    "UserError",
    "class_seed",
    "compare",
    "gather",
    "hand_in",
    "load_comparison",
    "load_scenario",
    "register",
    "simulate",
    "trial",
    "with_mechanism",
]


def __getattr__(name: str) -> Any:
    """Return a public name from the room that holds it."""
    if name == "__version__":
        from importlib.metadata import version

        return version("cohesion-sim")
    if name not in _PLACES:
        raise AttributeError(f"module 'cohesion_sim' has no attribute '{name}'")
    found = getattr(import_module(f"cohesion_sim.{_PLACES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted({*globals(), *__all__, "__version__"})
