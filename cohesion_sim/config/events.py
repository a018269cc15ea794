"""A timeline is a list of dated entries: each sets values from its month on, or is a shock that comes and fades.

- {month: 24, set: {regime: exclusionary, funding.eur_per_migrant_year: 0, context.unemployment: 0.12}}
- {month: 36, shock: populist_salience, strength: 1, months: 12, half_life: 6}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from cohesion_sim.config.defaults import blank
from cohesion_sim.config.keys import check_path, merged, with_value
from cohesion_sim.config.library import complete, entry
from cohesion_sim.config.records import context_of, funding_of, number, regime_of, whole
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.policy.timeline import SHOCKS, Phase, Shock

GROUPS = ("regime", "funding", "context")
LIVE = ("unemployment", "arrivals", "reactivity", "connectivity", "waiting_abroad")
"""What of a context can change in mid-run; the rest is fixed at the start."""


def events(given: Any, months: int, start: Mapping[str, Any]) -> tuple[tuple[Phase, ...], tuple[Shock, ...]]:
    """Return the phases after the first, in order of time, and the shocks.

    Parameters
    ----------
    given
        The list of entries.
    months
        Length of the run.
    start
        The configuration in force at month 0.

    Raises
    ------
    UserError
        For an entry outside the run, an unknown key or a wrong kind of value, naming the entry.
    """
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise UserError(f"timeline is {given!r}; it must be a list of entries, each with a month")
    entries = [checked(each, f"timeline[{n}]", months) for n, each in enumerate(given)]
    now = {group: start[group] for group in GROUPS}
    phases: list[Phase] = []
    shocks: list[Shock] = []
    for n in sorted(range(len(entries)), key=lambda n: entries[n]["month"]):
        where, each = f"timeline[{n}]", entries[n]
        if "shock" in each:
            shocks.append(shock(each, where))
        if "set" in each:
            now = changed(now, each["set"], where)
            phases.append(phase(int(each["month"]), now, where))
    return tuple(phases), tuple(shocks)


def checked(given: Any, where: str, months: int) -> Mapping[str, Any]:
    """Return an entry whose month lies in the run and whose keys exist."""
    if not isinstance(given, Mapping):
        raise UserError(f"{where} is {given!r}; it must have a month and either set or shock")
    known = ["month", "set", "shock", "strength", "months", "half_life"]
    for key in given:
        if key not in known:
            raise unknown(f"key in {where}", str(key), known)
    if "month" not in given:
        raise UserError(f"{where} has no month; give the month in which it begins, from 0 to {months - 1}")
    month = whole(f"{where}.month", given["month"], 0, months - 1)
    if ("set" in given) == ("shock" in given):
        raise UserError(f"{where} must have either set or shock")
    extra = [key for key in ("strength", "months", "half_life") if key in given]
    if "set" in given and extra:
        raise UserError(f"{where}.{extra[0]} belongs to a shock; a change with set stays until the next one")
    return {**given, "month": month}


def shock(given: Mapping[str, Any], where: str) -> Shock:
    """Return the shock that an entry describes."""
    kind = str(given["shock"])
    if kind not in SHOCKS:
        raise unknown(f"shock in {where}", kind, SHOCKS)
    usual = {each.name: each.default for each in fields(Shock)}
    return Shock(
        month=given["month"],
        kind=kind,
        strength=number(f"{where}.strength", given.get("strength", usual["strength"]), 0.0, 10.0),
        months=whole(f"{where}.months", given.get("months", usual["months"]), 0, 1200),
        half_life=number(f"{where}.half_life", given.get("half_life", usual["half_life"]), 0.1, 1200.0),
    )


def changed(now: Mapping[str, Any], given: Any, where: str) -> dict[str, Any]:
    """Return what is in force after an entry: groups are chosen first, then single keys are set."""
    if not isinstance(given, Mapping) or not given:
        raise UserError(f"{where}.set is {given!r}; it must name keys and values, such as regime: exclusionary")
    result = dict(now)
    settings = dict(flattened(given))
    for key in sorted(settings, key=lambda key: "." in key):
        group = key.partition(".")[0]
        if group not in GROUPS:
            raise unknown(f"key in {where}.set", key, [*GROUPS, "funding.eur_per_migrant_year", "context.unemployment"])
        if key == group:
            result[group] = replaced(group, settings[key], result[group], where)
        else:
            fixed(key, where)
            right(key, where)
            result = with_value(result, key, settings[key])
    return result


def flattened(given: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield dotted keys with their values."""
    for key, value in given.items():
        if isinstance(value, Mapping):
            yield from flattened(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def right(key: str, where: str) -> None:
    """Raise a :class:`UserError` for a key that does not exist."""
    try:
        check_path(key, {group: blank(group) for group in GROUPS})
    except UserError as error:
        raise UserError(f"{where}.set: {error}") from error


def fixed(key: str, where: str) -> None:
    """Raise a :class:`UserError` for a key of the context that only the start of a run reads."""
    group, _, name = key.partition(".")
    if group == "context" and name in blank("context") and name not in LIVE:
        raise UserError(f"{where}.set: {key} is fixed at the start; of a context only {', '.join(LIVE)} can change")


def replaced(group: str, name: Any, now: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return another regime, funding or context in place of the one in force."""
    if not isinstance(name, str):
        raise UserError(f"{where}.set.{group} is {name!r}; it must be the name of a {group}")
    try:
        found = complete(group, entry(group, name))
    except UserError as error:
        raise UserError(f"{where}.set: {error}") from error
    if group == "context":
        return merged(now, {key: found[key] for key in LIVE})
    return found


def phase(month: int, now: Mapping[str, Any], where: str) -> Phase:
    """Return the phase that a configuration makes."""
    try:
        return Phase(
            month=month,
            regime=regime_of(now["regime"]),
            funding=funding_of(now["funding"]),
            context=context_of(now["context"]),
        )
    except UserError as error:
        raise UserError(f"{where}.set: {error}") from error
