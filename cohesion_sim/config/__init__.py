"""Configuration: the only room that knows Hydra; inside a run there are frozen records.

>>> scenario = load_scenario("targeted", ["context.population=600", "funding=high"])
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from cohesion_sim.config.composition import composed
from cohesion_sim.config.defaults import tree
from cohesion_sim.config.grid import comparison
from cohesion_sim.config.making import scenario_of
from cohesion_sim.config.overrides import prepared
from cohesion_sim.scenario import Scenario

__all__ = ["load_comparison", "load_scenario"]


def load_scenario(name_or_path: str | os.PathLike[str], overrides: Sequence[str] = ()) -> Scenario:
    """Return a shipped scenario, or one from a file, with changes.

    Parameters
    ----------
    name_or_path
        Name of a shipped scenario, such as ``"targeted"``, or path of a YAML file.
    overrides
        Changes as on the command line: ``"regime=combined"``, ``"regime.rights.labour=80"``, ``"months=60"``.

    Raises
    ------
    UserError
        For anything that is wrong with the file or the changes, in one sentence.
    """
    return scenario_of(composed(prepared([chosen(name_or_path), *overrides], tree())))


def load_comparison(name_or_path: str | os.PathLike[str], overrides: Sequence[str] = ()) -> dict[str, Scenario]:
    """Return the scenarios of a comparison by name, the baseline first.

    A scenario with ``compare:`` gives its grid, with names like ``targeted_low``; any other one gives its baseline and
    itself, with the same place, length and rules, and different policy.

    Parameters
    ----------
    name_or_path
        Name of a shipped scenario, such as ``"regimes_portugal"``, or path of a YAML file.
    overrides
        Changes as on the command line; ``"regime=targeted,combined"`` widens the grid.

    Raises
    ------
    UserError
        For anything that is wrong with the file or the changes, in one sentence.
    """
    return comparison([chosen(name_or_path), *overrides])


def chosen(name_or_path: str | os.PathLike[str]) -> str:
    """Return the override that chooses a scenario."""
    reference = os.fspath(name_or_path)
    path = reference if isinstance(name_or_path, str) else os.path.join(os.curdir, reference)
    return f"scenario={path}"
