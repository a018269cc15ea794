"""Samples fill the unit cube as evenly as their method can; SALib makes them, and a design scales them to its factors.

Sources
    McKay, Beckman & Conover 1979 (Latin hypercube); Saltelli 2002 and Sobol' 2001 (variance-based indices);
    Morris 1991 and Campolongo, Cariboni & Saltelli 2007 (elementary effects); Iwanaga, Usher & Herman 2022 (SALib).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.chance import MASK
from cohesion_sim.errors import UserError, out_of_range, unknown

DEFAULTS: dict[str, dict[str, Any]] = {
    "latin_hypercube": {"points": 100, "seed": 1},
    "sobol": {"points": 64, "second_order": False, "seed": 1},
    "morris": {"trajectories": 10, "levels": 4, "seed": 1},
}
"""Methods, and what each can be told, with its defaults."""
MOST = 1_000_000


@dataclass(frozen=True)
class Sampling:
    """How the unit cube is filled.

    Attributes
    ----------
    method
        ``"latin_hypercube"``, ``"sobol"`` or ``"morris"``.
    settings
        Its numbers, all of them.
    """

    method: str
    settings: Mapping[str, Any]

    def drawn(self, names: list[str]) -> NDArray[np.float64]:
        """Return the sample, shape (points, factors), in the order that SALib's analysis of the method needs."""
        problem = unit_problem(names)
        method, settings = salib(self.method), dict(self.settings)
        seed = settings.pop("seed")
        if self.method == "latin_hypercube":
            sample = method.sample(problem, settings["points"], seed=seed)
        elif self.method == "sobol":
            sample = method.sample(problem, settings["points"], calc_second_order=settings["second_order"], seed=seed)
        else:
            sample = method.sample(problem, settings["trajectories"], num_levels=settings["levels"], seed=seed)
        found: NDArray[np.float64] = np.asarray(sample, np.float64)
        return found


def sampling(method: str, given: Mapping[str, Any]) -> Sampling:
    """Return how a method is told to sample, checked.

    Raises
    ------
    UserError
        For an unknown method or setting, or a number out of range.
    """
    settings = dict(DEFAULTS[method])
    for key, value in given.items():
        if key not in settings:
            raise unknown(f"key of {method}", key, [*settings, "factors"])
        wanted = type(settings[key])
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            raise UserError(
                f"{method}.{key} is {value!r}; it must be {'true or false' if wanted is bool else 'a number'}"
            )
        settings[key] = value
    for key, value in settings.items():
        most = MASK if key == "seed" else MOST
        if not isinstance(value, bool) and not (0 if key == "seed" else 1) <= value <= most:
            raise out_of_range(f"{method}.{key}", value, 0 if key == "seed" else 1, most)
    if method == "sobol" and settings["points"] & (settings["points"] - 1):
        raise UserError(f"sobol.points is {settings['points']}; it must be a power of two, such as 64 or 128")
    if method == "morris" and settings["levels"] % 2:
        raise UserError(f"morris.levels is {settings['levels']}; it must be even, such as 4")
    return Sampling(method, settings)


def unit_problem(names: list[str]) -> dict[str, Any]:
    """Return the problem as SALib wants it, every factor from 0 to 1."""
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def salib(method: str) -> Any:
    """Return SALib's module for a method.

    Raises
    ------
    UserError
        If SALib is not installed.
    """
    try:
        from SALib.sample import latin, morris, sobol
    except ImportError as error:
        raise UserError(f"{method} needs SALib; install it with: pip install 'cohesion-sim[experiments]'") from error
    return {"latin_hypercube": latin, "sobol": sobol, "morris": morris}[method]
