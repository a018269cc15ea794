"""A claim says that one way of doing things is better than another, in what, and by how much to matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Texts = Mapping[str, str]
"""A text by language."""
YEAR, ARMS = "year", "arms"
"""What a break-even can be looked for over, besides the factors of a claim."""
UNFUNDED = "unfunded"
"""Name of the copy without any money that prices are worked out against."""


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One way of doing things; all arms share persons, luck, euros and, unless the claim is about them, rights.

    Attributes
    ----------
    title
        What it is called, by language.
    values
        Numbers that it sets, by dotted key.
    shares
        Shares of the budget that it gives to instruments; the others give or take in proportion.
    until
        Month from which it is like the regime itself again; None to the end.
    at
        Where it lies on the scale of its lever, if a break-even between arms is looked for.
    """

    name: str
    title: Texts
    values: Mapping[str, float] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    until: int | None = None
    at: float | None = None


@dataclass(frozen=True, kw_only=True)
class Measured:
    """An outcome in which a claim must show.

    Attributes
    ----------
    of
        ``"everybody"``, ``"hosts"``, ``"migrants"`` or a subgroup such as ``"fixed cohort"``.
    better
        1 if more of it is better, −1 if less is.
    smallest
        The smallest difference that matters, declared before anything is run.
    """

    outcome: str
    of: str
    better: int
    smallest: float


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim and the experiment that tests it.

    Attributes
    ----------
    title, says, tested
        What it is called, what the chapter says in our words, and how that is put to the test; by language.
    arms
        The ways of doing things, by name.
    better
        Pairs of arms: the first is claimed to be better than the second. The claim holds if every pair does.
    over
        What everything is run over: ``regime``, ``funding``, ``context``, ``world`` with names, any other dotted key
        with numbers. Regimes are boxes: every pair of runs takes another point of the box.
    outcomes
        Where it must show; the first is what break-evens and prices are about.
    always
        Numbers that all arms have, by dotted key.
    break_even
        What to look for a break-even over: factors, ``"year"`` or ``"arms"``.
    price
        Whether to work out what a point costs, against a copy without any money.
    months
        Length of the runs.
    """

    name: str
    title: Texts
    says: Texts
    tested: Texts
    arms: Mapping[str, Arm]
    better: tuple[tuple[str, str], ...]
    over: Mapping[str, tuple[Any, ...]]
    outcomes: tuple[Measured, ...]
    always: Mapping[str, float] = field(default_factory=dict)
    break_even: tuple[str, ...] = ()
    price: bool = False
    months: int = 120


class Pair(NamedTuple):
    """One combination of factors with a seed of its own.

    Attributes
    ----------
    number
        From 0; the name of its runs ends with it.
    cell
        Level of each factor.
    euros
        Funding a migrant and year, the same in both runs.
    """

    number: int
    cell: Mapping[str, Any]
    seed: int
    euros: float
