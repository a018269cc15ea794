"""A design says which configurations are run: combinations, alternatives and samples, each crossed with the others.

factorial: every combination · list: alternatives side by side · one of latin_hypercube, sobol, morris: a sample
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.config.overrides import CHOICES
from cohesion_sim.config.points import Compositions
from cohesion_sim.config.priors import keys_like
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.experiment.factors import Factor, alternatives, label, ranged
from cohesion_sim.experiment.sampling import DEFAULTS, Sampling, sampling

PARTS = ("factorial", "list", *DEFAULTS)
RESERVED = frozenset({"seed", "name", "title", "about", "story", "sources", "assumed", "baseline", "compare", "order"})
NOT_SAID = ""
"""What a table holds where an alternative of a list does not set a key."""


@dataclass(frozen=True)
class Point:
    """One configuration of a design.

    Attributes
    ----------
    values
        Value of each factor by key.
    labels
        The same as tables name them, by column.
    sample
        Row of the sample that it belongs to, −1 without one.
    """

    values: Mapping[str, Any]
    labels: Mapping[str, Any]
    sample: int


@dataclass(frozen=True)
class Design:
    """Which configurations are run.

    Attributes
    ----------
    crossed
        Factors of the factorial part.
    listed
        Alternatives, each a value by key, and their labels by column.
    sampled, sampling
        Factors of the sample and how it is drawn; None without one.
    """

    crossed: tuple[Factor, ...] = ()
    listed: tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...] = ()
    sampled: tuple[Factor, ...] = ()
    sampling: Sampling | None = None

    @property
    def columns(self) -> list[str]:
        """Names of the columns that tell configurations apart."""
        listed = [column for _, labels in self.listed for column in labels]
        return list(
            dict.fromkeys([*(each.key for each in self.crossed), *listed, *(each.key for each in self.sampled)])
        )

    def sample(self) -> NDArray[np.float64]:
        """Return the sample in the unit cube, shape (rows, sampled factors)."""
        if self.sampling is None:
            return np.zeros((0, 0))
        return self.sampling.drawn([factor.key for factor in self.sampled])

    def points(self) -> Iterator[Point]:
        """Yield every configuration; those of one row of the sample come together."""
        rows: list[Any] = [[]] if self.sampling is None else list(self.sample())
        for number, row in enumerate(rows):
            drawn = {
                factor.key: factor.at(float(u))
                for factor, u in zip(self.sampled, row, strict=self.sampling is not None)
            }
            named = {factor.key: factor.label(drawn[factor.key]) for factor in self.sampled}
            for cell in product(*(factor.values for factor in self.crossed)):
                crossed = dict(zip((factor.key for factor in self.crossed), cell, strict=True))
                labels = {factor.key: factor.label(crossed[factor.key]) for factor in self.crossed}
                for values, words in self.listed or (({}, {}),):
                    yield Point(
                        {**drawn, **crossed, **values},
                        {**labels, **words, **named},
                        number if self.sampling is not None else -1,
                    )


def design(given: Any, compositions: Compositions) -> Design:
    """Return the design that a mapping describes.

    Parameters
    ----------
    given
        ``{factorial: {key: [values]}, list: [{key: value}], morris: {trajectories: 10, factors: {pattern: range}}}``.
    compositions
        What the design varies: patterns find the numbers of its mechanisms.

    Raises
    ------
    UserError
        For the first thing that is wrong.
    """
    if not isinstance(given, Mapping):
        raise UserError(f"design is {given!r}; it must hold some of {', '.join(PARTS)}")
    for part in given:
        if part not in PARTS:
            raise unknown("part of a design", str(part), PARTS)
    methods = [part for part in given if part in DEFAULTS]
    if len(methods) > 1:
        raise UserError(f"design holds {' and '.join(methods)}; it can hold one sample")
    crossed = tuple(
        alternatives(key, values) for key, values in mapping("factorial", given.get("factorial", {})).items()
    )
    listed = tuple(alternative(number, each) for number, each in enumerate(listing(given.get("list", []))))
    sampled, how = sample_of(methods[0], given[methods[0]], compositions) if methods else ((), None)
    made = Design(crossed, listed, sampled, how)
    checked_once(made)
    return made


def mapping(where: str, given: Any) -> Mapping[str, Any]:
    """Return a mapping, or say that one belongs here."""
    if not isinstance(given, Mapping):
        raise UserError(f"design.{where} is {given!r}; it must name keys, such as regime: [targeted, combined]")
    return given


def listing(given: Any) -> list[Any]:
    """Return a list of alternatives."""
    if not isinstance(given, list):
        raise UserError(f"design.list is {given!r}; it must be a list of alternatives, each with keys and values")
    return given


def alternative(number: int, given: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an alternative's values by key and its labels by column; ``label`` names it as a whole."""
    values = dict(mapping(f"list[{number}]", given))
    named = {"label": str(values.pop("label"))} if "label" in values else {}
    return values, {**named, **{key: label(value) for key, value in values.items()}}


def sample_of(method: str, given: Any, compositions: Compositions) -> tuple[tuple[Factor, ...], Sampling]:
    """Return the factors of a sample and how it is drawn; a pattern stands for all numbers that it fits."""
    told = dict(mapping(method, given))
    factors = told.pop("factors", None)
    if not isinstance(factors, Mapping) or not factors:
        raise UserError(f"design.{method}.factors is {factors!r}; it must name keys, such as mechanisms.*: {{}}")
    now = compositions.configuration({})
    found: dict[str, Factor] = {}
    for pattern, said in factors.items():
        for key in keys_like(pattern, now) if "*" in pattern else [pattern]:
            found[key] = ranged(key, said, current(now, key))
    return tuple(found.values()), sampling(method, told)


def current(configuration: Mapping[str, Any], key: str) -> Any:
    """Return what a configuration has at a key, or None."""
    here: Any = configuration
    for part in key.split("."):
        if isinstance(here, list) and part.isdigit() and int(part) < len(here):
            here = here[int(part)]
        else:
            here = here.get(part) if isinstance(here, Mapping) else None
    return here


def checked_once(made: Design) -> None:
    """Refuse a key that is varied twice or that no experiment can vary."""
    keys = [factor.key for factor in (*made.crossed, *made.sampled)]
    keys += list(dict.fromkeys(key for values, _ in made.listed for key in values))
    for key in keys:
        if key in RESERVED:
            raise UserError(f"{key} cannot be varied; replicates have seeds of their own, and names change no number")
        if keys.count(key) > 1:
            raise UserError(f"{key} is varied twice in the design; keep one")
    for factor in made.sampled:
        if factor.key in CHOICES and not factor.values:
            raise UserError(f"{factor.key} is a choice; give it values, such as [low, high]")
