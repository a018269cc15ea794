"""Every rule is a function of plain numbers, so all of them can be tried on drawn numbers, in plain Python."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from random import Random
from typing import Any, TypeVar

import cohesion_sim
from cohesion_sim.parameters import Parameters, declarations
from cohesion_sim.policy.levers import Country

P = TypeVar("P", bound=Parameters)

ROOMS = ("mechanisms", "policy", "state", "synthesis")
TRIALS = 200


def rooms() -> Iterator[Any]:
    """Yield the modules that hold rules."""
    for found in walk_packages(cohesion_sim.__path__, "cohesion_sim."):
        parts = found.name.split(".")
        if len(parts) == 3 and parts[1] in ROOMS:
            yield import_module(found.name)


def plain(function: Any) -> Callable[..., Any]:
    """Return a rule as plain Python."""
    result: Callable[..., Any] = getattr(function, "py_func", function)
    return result


def drawn(annotation: str, module: Any, rng: Random) -> Any:
    """Return a number, switch or record of the kind that an annotation names; KeyError for what is none of these."""
    if annotation == "float":
        return rng.choice([0.0, 1.0, 0.5, rng.random(), rng.random(), rng.random() - rng.random()])
    if annotation == "int":
        return rng.choice([0, 1, 2, 3, 4, rng.randrange(120), rng.randrange(1 << 29)])
    if annotation == "bool":
        return rng.random() < 0.5
    if annotation == "Country":
        return Country(*(rng.random() for _ in Country._fields))
    cls = vars(module).get(annotation)
    if isinstance(cls, type) and issubclass(cls, Parameters):
        return parameters(cls, rng).compiled()
    if isinstance(cls, type) and issubclass(cls, tuple) and hasattr(cls, "_fields"):
        kinds = inspect.get_annotations(cls).values()
        return cls(*(drawn(str(getattr(kind, "__forward_arg__", kind)), module, rng) for kind in kinds))
    raise KeyError(annotation)


def parameters(cls: type[P], rng: Random) -> P:
    """Return a record with every number drawn from its range."""
    numbers: dict[str, float] = {}
    for declared in declarations(cls):
        value = declared.metadata["low"] + (declared.metadata["high"] - declared.metadata["low"]) * rng.random()
        numbers[declared.name] = int(value) if isinstance(declared.default, int) else value
    return cls(**numbers)


@cache
def rules() -> dict[str, tuple[Callable[..., Any], Any]]:
    """Return all rules that take plain numbers and records, with their modules, by name."""
    found: dict[str, tuple[Callable[..., Any], Any]] = {}
    for module in rooms():
        for name, thing in vars(module).items():
            function = plain(thing)
            if not inspect.isfunction(function) or function.__module__ != module.__name__ or not marked(function):
                continue
            kinds = [str(p.annotation) for p in inspect.signature(function).parameters.values()]
            try:
                for kind in kinds:
                    drawn(kind, module, Random(0))
            except KeyError:
                continue
            found[f"{module.__name__.removeprefix('cohesion_sim.')}.{name}"] = (function, module)
    return found


def marked(function: Callable[..., Any]) -> bool:
    """Return whether a function is a rule: its source says so, with or without compilation."""
    return inspect.getsourcelines(function)[0][0].strip() == "@rule"


def trials(name: str) -> list[Any]:
    """Return what a rule gives for 200 drawn sets of numbers."""
    function, module = rules()[name]
    rng = Random(name)
    kinds = [str(p.annotation) for p in inspect.signature(function).parameters.values()]
    results: list[Any] = []
    for _ in range(TRIALS):
        try:
            results.append(function(*(drawn(kind, module, rng) for kind in kinds)))
        except (ZeroDivisionError, OverflowError) as error:
            results.append(type(error).__name__)
    return results


def fingerprint(name: str) -> str:
    """Return sixteen digits that stand for every bit of what a rule gives."""
    said = [found if isinstance(found, tuple) else (found,) for found in trials(name)]
    told = [[x if isinstance(x, str) else float(x) for x in found] for found in said]
    return hashlib.blake2b(repr(told).encode(), digest_size=8).hexdigest()
