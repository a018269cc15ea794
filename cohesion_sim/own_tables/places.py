"""A table of municipalities makes a context: persons, places, migrants, how apart they live, origins, unemployment.

Equations
    D = ½ Σ |m_p/M − h_p/H|      s = standard deviation of ln(persons) over places

    m, h  migrants and hosts of a place; M, H in all          migrants, population
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from cohesion_sim.measures.segregation import dissimilarity_and_exposure
from cohesion_sim.own_tables.columns import Given, read

KNOWN = ("place", "population", "migrants", "migrant_share", "unemployment", "origin.*")
PERSONS = 2000
"""Persons that are simulated unless asked otherwise; shares are those of the table."""
FEW, MANY_APART = 30, 0.8


def context_of(file: Path, mapping: Mapping[str, str], persons: int = PERSONS) -> tuple[dict[str, Any], Given]:
    """Return the values of a context, and the table with what is doubtful about it.

    Parameters
    ----------
    file
        CSV with a row a municipality: ``population``, and ``migrants`` or ``migrant_share`` (0 to 1); ``place``,
        ``unemployment`` (0 to 1) and ``origin.NAME`` (persons) if there are.
    mapping
        Our names → the table's.
    persons
        Persons to simulate.

    Raises
    ------
    UserError
        If the table cannot be read or a column is missing.
    """
    shares = "migrant_share" in mapping or "migrant_share" in read(file, mapping, (), KNOWN).rows
    given = read(file, mapping, ("population", "migrant_share" if shares else "migrants"), KNOWN)
    population = given.numbers("population", 1.0, 2e8)
    migrants = given.numbers("migrant_share", 0.0, 1.0) * population if shares else given.numbers("migrants", 0.0, 2e8)
    checked(given, population, migrants)
    whole = np.isfinite(population) & np.isfinite(migrants)
    people, away = population[whole], np.minimum(migrants[whole], population[whole])
    values: dict[str, Any] = {
        "population": persons,
        "places": max(1, min(int(whole.sum()), persons)),
        "place_spread": round(min(2.0, float(np.log(people).std())) if len(people) else 0.0, 3),
        "migrant_share": round(float(away.sum() / max(1.0, people.sum())), 4),
    }
    counted = np.stack([np.rint(people - away), np.rint(away)], axis=1).astype(np.int64)
    apart, _ = dissimilarity_and_exposure(counted)
    if np.isfinite(apart):
        values["dissimilarity"] = round(min(0.95, apart), 3)
        if apart > MANY_APART:
            given.doubts.append(f"dissimilarity is {apart:.2f}; above {MANY_APART:g} is rare between municipalities")
    if "unemployment" in given.rows:
        rate = given.numbers("unemployment", 0.0, 0.5)[whole]
        known = np.isfinite(rate)
        if known.any():
            values["unemployment"] = round(float(np.average(rate[known], weights=people[known])), 4)
    groups = origins(given, float(away.sum()))
    return {**values, "origins": groups} if groups else values, given


def checked(given: Given, population: Any, migrants: Any) -> None:
    """Note what is wrong or odd about places."""
    names = [name.strip() for name in given.rows.get("place", ())]
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        given.mistakes.append(f"place: {', '.join(double[:5])} stands in two rows; is a total among them?")
    more = np.flatnonzero(migrants > population)
    if len(more):
        given.mistakes.append(f"migrants: more than the population in {len(more)} rows, first in row {more[0] + 1}")
    known = population[np.isfinite(population)]
    if len(known) > 2 and known.max() >= 0.49 * known.sum() and abs(2 * known.max() - known.sum()) < 0.02 * known.sum():
        given.doubts.append("population: one row is the sum of the others; drop the row of totals")
    small = int((known < FEW).sum())
    if small:
        given.doubts.append(f"population: {small} places have fewer than {FEW} persons")


def origins(given: Given, migrants: float) -> list[dict[str, Any]]:
    """Return the origin groups with their shares of the migrants."""
    columns = [name for name in given.rows if name.startswith("origin.")]
    sums = {name.removeprefix("origin."): float(np.nansum(given.numbers(name, 0.0, 2e8))) for name in columns}
    total = sum(sums.values())
    if not columns or total <= 0.0:
        return []
    if abs(total - migrants) > 0.05 * max(1.0, migrants):
        given.doubts.append(
            f"origins add up to {total:,.0f} persons, migrants to {migrants:,.0f}; shares are of the former"
        )
    shares = {name: round(count / total, 4) for name, count in sums.items() if count > 0.0}
    largest = max(shares, key=lambda name: shares[name])
    shares[largest] = round(shares[largest] + 1.0 - sum(shares.values()), 4)
    return [{"name": name, "share": share} for name, share in shares.items()]
