"""A comparison is a grid of choices, or a scenario beside its baseline; everything but policy is the same in both.

compare: {regime: [assimilationist, targeted], funding: [low, high]}   gives   assimilationist_low … targeted_high
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from cohesion_sim.config.baselines import changed_scenario, name_of
from cohesion_sim.config.composition import composed
from cohesion_sim.config.defaults import tree
from cohesion_sim.config.library import is_path, names
from cohesion_sim.config.making import scenario_of
from cohesion_sim.config.overrides import CHOICES, parts, prepared
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.scenario import Scenario

MOST_CELLS = 200
POLICY = ("regime", "funding", "timeline")
"""What a baseline has of its own; place, length, chance and rules are those of the scenario beside it."""
NOTHING_DONE = "laissez_faire"


def comparison(overrides: list[str], known: Mapping[str, Any] | None = None) -> dict[str, Scenario]:
    """Return the scenarios that a composed configuration asks to compare, the baseline first.

    Parameters
    ----------
    overrides
        Settings as a user wrote them; ``regime=a,b`` widens the grid.
    known
        What they are composed to, where that is known.
    """
    wide, narrow = widened(overrides)
    given = composed(prepared(narrow, tree())) if wide or known is None else known
    own = axes_of(given["compare"])
    if not own and not wide:
        return pair(given, narrow)
    made = cells({**own, **wide}, narrow)
    asked = any(parts(override)[1] == "baseline" for override in narrow)
    if isinstance(given["baseline"], Mapping) and own:
        raise UserError("baseline.set belongs to one scenario; beside compare, baseline must name a cell or a scenario")
    baseline = "" if isinstance(given["baseline"], Mapping) else str(given["baseline"] or "")
    if baseline not in made:
        made = beside(made, given, narrow, baseline) if baseline and (own or asked) else made
        baseline = next(iter(made))
    order = sorted(made, key=lambda name: name != baseline)
    return {name: replace(made[name], baseline=baseline) for name in order}


def widened(overrides: list[str]) -> tuple[dict[str, list[Any]], list[str]]:
    """Return choices with several alternatives as axes, and all other overrides."""
    axes: dict[str, list[Any]] = {}
    rest = []
    for override in overrides:
        _, key, value = parts(override)
        alternatives = [each.strip() for each in value.strip("[]").split(",") if each.strip()]
        if key in CHOICES and len(alternatives) > 1:
            axes[key] = alternatives
        else:
            rest.append(override)
    return axes, rest


def axes_of(given: Any) -> dict[str, list[Any]]:
    """Return the axes of a ``compare`` entry."""
    if not isinstance(given, Mapping):
        raise UserError(f"compare is {given!r}; it must name keys with lists, such as regime: [targeted, combined]")
    for key, values in given.items():
        if not isinstance(values, list) or not values:
            raise UserError(f"compare.{key} is {values!r}; it must be a list, such as [low, high]")
    return {str(key): list(values) for key, values in given.items()}


def cells(axes: Mapping[str, list[Any]], overrides: list[str]) -> dict[str, Scenario]:
    """Return one scenario for each combination of the axes."""
    combinations = list(product(*axes.values()))
    if len(combinations) > MOST_CELLS:
        raise UserError(f"compare asks for {len(combinations)} scenarios; at most {MOST_CELLS} can be compared at once")
    others = [override for override in overrides if parts(override)[1] not in axes]
    made = {}
    for combination in combinations:
        settings = [f"{key}={value}" for key, value in zip(axes, combination, strict=True)]
        name = "_".join(label(key, value) for key, value in zip(axes, combination, strict=True))
        configuration = composed(prepared([*others, *settings], tree()))
        made[name] = scenario_of({**configuration, "name": name, "compare": {}})
    return made


def beside(
    made: Mapping[str, Scenario], given: Mapping[str, Any], overrides: list[str], baseline: str
) -> dict[str, Scenario]:
    """Return a grid with a baseline from outside it in front: a scenario of its own, in the same place."""
    if baseline not in names("scenario") and not is_path(baseline):
        raise UserError(f"baseline={unknown('scenario in this comparison', baseline, [*made, *names('scenario')])}")
    name, reference = unlike(given, overrides, baseline)
    return {name: reference, **made}


def label(key: str, value: Any) -> str:
    """Return the part of a cell's name that an axis gives."""
    word = str(value).rpartition("/")[2].removesuffix(".yaml").removesuffix(".yml")
    return word if key in CHOICES else f"{key.rpartition('.')[2]}-{word}"


def pair(given: Mapping[str, Any], overrides: list[str]) -> dict[str, Scenario]:
    """Return a baseline and the scenario itself, alike in all but policy, or in all but the changes that are named."""
    scenario = scenario_of(given)
    if isinstance(given["baseline"], Mapping):
        name, reference = name_of(given["baseline"]), changed_scenario(given)
    else:
        name, reference = unlike(given, overrides, scenario.baseline or NOTHING_DONE)
    if name == scenario.name:
        name = f"{name}_unchanged"
        reference = replace(reference, name=name)
    return {name: replace(reference, baseline=name), scenario.name: replace(scenario, baseline=name)}


def unlike(given: Mapping[str, Any], overrides: list[str], baseline: str) -> tuple[str, Scenario]:
    """Return a scenario that has the policy of ``baseline`` and all else from the configuration, with its name."""
    own = [override for override in overrides if parts(override)[1].split(".")[0] not in (*POLICY, "scenario")]
    basis = composed(prepared([*own, f"scenario={baseline}"], tree()))
    words = {key: basis[key] for key in ("name", "title", "about", "story", "sources", "assumed", "baseline")}
    return str(basis["name"]), scenario_of({**given, **{key: basis[key] for key in POLICY}, **words, "compare": {}})


def spread_out(arguments: Sequence[str]) -> list[str]:
    """Return a command line in which ``regime=a,b`` is an axis of the comparison, unless a multirun is asked for."""
    if any(argument in ("-m", "--multirun") for argument in arguments):
        return list(arguments)
    settings = [argument for argument in arguments if not argument.startswith("-") and "=" in argument]
    wide, _ = widened(settings)
    for key, values in wide.items():
        for value in values:
            prepared([f"{key}={value}"], tree())
    rest = [argument for argument in arguments if argument not in settings or parts(argument)[1] not in wide]
    return [*rest, *(f"compare.{key}=[{','.join(map(str, values))}]" for key, values in wide.items())]


def chooses_world(overrides: Sequence[str]) -> bool:
    """Return whether the user chose a world."""
    return any(parts(override)[1] == "world" for override in overrides)
