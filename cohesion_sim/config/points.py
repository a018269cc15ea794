"""Many runs that choose the same files share one composition; what else they set is laid over it and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cohesion_sim.config.composition import composed
from cohesion_sim.config.defaults import tree
from cohesion_sim.config.keys import check_path
from cohesion_sim.config.making import scenario_of
from cohesion_sim.config.overrides import CHOICES, prepared
from cohesion_sim.errors import UserError
from cohesion_sim.scenario import Scenario


class Compositions:
    """The scenarios that one file and different settings make.

    Parameters
    ----------
    scenario
        Name of a shipped scenario or path of a file; None for the plain configuration.
    settings
        Changes as on the command line, the same for all.
    values
        Values by key, the same for all; a choice of a file is a value, too.
    """

    def __init__(
        self, scenario: str | None, settings: Sequence[str] = (), values: Mapping[str, Any] | None = None
    ) -> None:
        self.values = {**({} if scenario is None else {"scenario": scenario}), **(values or {})}
        self.settings = list(settings)
        self._composed: dict[tuple[tuple[str, str], ...], dict[str, Any]] = {}

    def configuration(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the composed configuration with values by dotted key; ``timeline.0.month`` counts entries from 0.

        Raises
        ------
        UserError
            For a key or a file that does not exist.
        """
        given = {**self.values, **values}
        chosen = tuple((key, str(value)) for key, value in given.items() if key in CHOICES)
        if chosen not in self._composed:
            overrides = [f"{key}={value}" for key, value in chosen]
            self._composed[chosen] = composed(prepared([*overrides, *self.settings], tree()))
        result: Any = self._composed[chosen]
        for key, value in given.items():
            if key not in CHOICES:
                check_path(key, tree())
                result = laid_over(result, key.split("."), value, key)
        return dict(result)

    def scenario(self, values: Mapping[str, Any]) -> Scenario:
        """Return the scenario that these values make.

        Raises
        ------
        UserError
            For whatever is wrong with them.
        """
        return scenario_of(self.configuration(values))


def laid_over(tree: Any, path: Sequence[str], value: Any, key: str) -> Any:
    """Return a copy of nested mappings and lists in which the place at the end of a path has a value."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(tree, list):
        if not first.isdigit() or int(first) >= len(tree):
            raise UserError(f"{key}: there is no entry {first}; it has {len(tree)}, counted from 0")
        number = int(first)
        return [*tree[:number], laid_over(tree[number], rest, value, key), *tree[number + 1 :]]
    below = tree if isinstance(tree, Mapping) else {}
    return {**below, first: laid_over(below.get(first), rest, value, key)}
