"""A composed configuration becomes one frozen scenario, and everything that is wrong with it is said now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cohesion_sim.config.defaults import RECORDS, tree
from cohesion_sim.config.events import events
from cohesion_sim.config.keys import check_keys, merged
from cohesion_sim.config.memory import refuse_too_large
from cohesion_sim.config.records import (
    context_of,
    funding_of,
    group,
    mechanisms_of,
    network_of,
    regime_of,
    text,
    whole,
)
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.scenario import Scenario
from cohesion_sim.seeds import class_seed

LANGUAGES = ("en", "fr")
NAME = re.compile(r"[\w][\w.+-]{0,99}\Z")


def scenario_of(given: Mapping[str, Any]) -> Scenario:
    """Return the scenario that a composed configuration describes.

    Raises
    ------
    UserError
        For the first thing that is wrong: an unknown key, a wrong kind, a value out of range, an entry of the timeline
        outside the run, more memory than the machine has.
    """
    check_keys(given, tree())
    values = merged(tree(), given)
    months = whole("months", values["months"], 1, 1200)
    later, shocks = events(values["timeline"], months, values)
    network = network_of(values["network"])
    if network.source == "file" and not Path(network.path).is_file():
        raise UserError(f"network.path is '{network.path}'; there is no such file")
    records: dict[str, Any] = {
        key: cls.read(key, group(key, values[key]))  # type: ignore[attr-defined]  # all are records of parameters
        for key, cls in RECORDS.items()
    }
    scenario = Scenario(
        name=named(values),
        title=texts("title", values["title"]),
        about=texts("about", values["about"]),
        story=texts("story", values["story"]),
        sources=citations(values["sources"]),
        assumed=texts("assumed", values["assumed"]),
        baseline=baseline_named(values["baseline"]),
        regime=regime_of(values["regime"]),
        funding=funding_of(values["funding"]),
        context=context_of(values["context"]),
        world=text("world.name", group("world", values["world"]).get("name", "central")),
        months=months,
        seed=seed_of(values["seed"]),
        mechanisms=mechanisms_of(values["mechanisms"], values["order"]),
        network=network,
        later=later,
        shocks=shocks,
        resolved=values,
        **records,
    )
    refuse_too_large(scenario)
    return scenario


def seed_of(given: Any) -> int:
    """Return a seed: a whole number, or what a class's word stands for (``blue-heron``, ``blue-heron/ana``)."""
    if not isinstance(given, str) or not given.strip() or given.strip()[0] in "+-.0123456789":
        return whole("seed", given, 0, 2**32 - 1)
    word, _, name = given.partition("/")
    return class_seed(word, name)


def named(values: Mapping[str, Any]) -> str:
    """Return the scenario's name: its own, or what it is made of; it also names a folder."""
    name = values["name"] or f"{values['regime'].get('name', 'regime')}_{values['funding'].get('name', 'funding')}"
    if not isinstance(name, str) or not NAME.match(name):
        raise UserError(f"name is {name!r}; it must be made of letters, digits, _ and -, at most 100 of them")
    return name


def citations(given: Any) -> tuple[str, ...]:
    """Return what a scenario rests on: evidence rows or publications, one text each."""
    if not isinstance(given, list):
        raise UserError(f"sources is {given!r}; it must be a list, such as [E13, Town report 2023]")
    return tuple(text(f"sources[{number}]", entry) for number, entry in enumerate(given))


def baseline_named(given: Any) -> str:
    """Return the name of the baseline; one that is made by changes has a name of its own."""
    if not isinstance(given, Mapping):
        return text("baseline", given or "")
    for key in given:
        if key not in ("name", "title", "set"):
            raise unknown("key in baseline", str(key), ("name", "title", "set"))
    if not isinstance(given.get("set"), Mapping) or not given["set"]:
        raise UserError("baseline.set must name what differs, such as regime.governance.coordination: 0.1")
    texts("baseline.title", given.get("title", {}))
    name = given.get("name", "baseline")
    if not isinstance(name, str) or not NAME.match(name):
        raise UserError(f"baseline.name is {name!r}; it must be made of letters, digits, _ and -, at most 100 of them")
    return name


def texts(where: str, given: Any) -> dict[str, str]:
    """Return a text by language."""
    if isinstance(given, str):
        return {"en": given}
    result = {}
    for language, words in group(where, given).items():
        if language not in LANGUAGES:
            raise UserError(f"{where}.{language}: no such language; there are {', '.join(LANGUAGES)}")
        result[str(language)] = text(f"{where}.{language}", words)
    return result
