"""Plain values become frozen records here, each number checked against its declaration."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from cohesion_sim.config.defaults import record
from cohesion_sim.context import Context
from cohesion_sim.errors import UserError, out_of_range, unknown
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.mechanisms.mechanism import Mechanism
from cohesion_sim.parameters import declarations
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.regime import Regime
from cohesion_sim.synthesis.start import SOURCES, Network


def group(where: str, given: Any) -> dict[str, Any]:
    """Return a mapping, or say that one belongs here."""
    if not isinstance(given, Mapping):
        raise UserError(f"{where} is {given!r}; it must be a group of keys")
    return dict(given)


def number(where: str, value: Any, low: float, high: float) -> float:
    """Return a finite number within a range."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UserError(f"{where} is {value!r}; it must be a number in [{low:g}, {high:g}]")
    if not math.isfinite(value) or not low <= value <= high:
        raise out_of_range(where, value, low, high)
    return float(value)


def whole(where: str, value: Any, low: int, high: int) -> int:
    """Return a whole number within a range."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or value != value
        or value in (math.inf, -math.inf)
    ):
        raise UserError(f"{where} is {value!r}; it must be a whole number from {low} to {high}")
    if value != int(value) or not low <= value <= high:
        raise UserError(f"{where} is {value}; it must be a whole number from {low} to {high}")
    return int(value)


def split(cls: type, where: str, given: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the numbers and the words of a record."""
    values = group(where, given)
    numbers = {declared.name for declared in declarations(cls)}
    words = {}
    for name in set(record(cls)) - numbers:
        if name in values:
            words[name] = text(f"{where}.{name}", values.pop(name))
    return values, words


def text(where: str, value: Any) -> str:
    """Return a value that must be a word or a sentence."""
    if not isinstance(value, str):
        raise UserError(f"{where} is {value!r}; it must be text (put it in quotes)")
    return value


def regime_of(given: Any) -> Regime:
    """Return the regime that a mapping describes."""
    values = group("regime", given)
    for key in ("name", "title"):
        text(f"regime.{key}", values.get(key, ""))
    return Regime.read(values)


def funding_of(given: Any) -> Funding:
    """Return the funding that a mapping describes."""
    values, words = split(Funding, "funding", given)
    return Funding.read("funding", values, **words)


def context_of(given: Any) -> Context:
    """Return the context that a mapping describes."""
    values = group("context", given)
    for key in ("name", "title"):
        text(f"context.{key}", values.get(key, ""))
    return Context.read_context(values)


def network_of(given: Any) -> Network:
    """Return where the contact network comes from."""
    values, words = split(Network, "network", given)
    if words.get("source", "synthesised") not in SOURCES:
        raise UserError(f"network.source={unknown('source of networks', words['source'], SOURCES)}")
    return Network.read("network", values, **words)


def mechanisms_of(given: Any, order: Any) -> tuple[Mechanism, ...]:
    """Return the mechanisms that run, in order.

    Raises
    ------
    UserError
        For an unknown mechanism or parameter, or an order that names one twice or leaves out one that is on.
    """
    values = group("mechanisms", given)
    for name in values:
        if name not in MECHANISMS:
            raise unknown("mechanism", str(name), MECHANISMS)
    running = {}
    for name, cls in MECHANISMS.items():
        numbers, words = split(cls, f"mechanisms.{name}", values.get(name, {}))
        on = numbers.pop("on", cls.default_on)
        if not isinstance(on, bool):
            raise UserError(f"mechanisms.{name}.on is {on!r}; it must be true or false")
        made = cls.read(f"mechanisms.{name}", numbers, **words)
        if on:
            running[name] = made
    return tuple(running[name] for name in ordered(order, list(running)) if name in running)


def ordered(order: Any, running: list[str]) -> list[str]:
    """Return the names of mechanisms in the order asked for."""
    if order is None:
        return running
    if not isinstance(order, list) or not all(isinstance(name, str) for name in order):
        raise UserError(f"order is {order!r}; it must be a list of mechanisms")
    for name in order:
        if name not in MECHANISMS:
            raise UserError(f"order: {unknown('mechanism', name, MECHANISMS)}")
        if order.count(name) > 1:
            raise UserError(f"order names '{name}' twice")
    for name in running:
        if name not in order:
            raise UserError(f"order leaves out '{name}'; name it, or switch it off with mechanisms.{name}.on=false")
    return order
