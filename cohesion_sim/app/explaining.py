"""Why a curve moved, who gains and who loses, where the money went: worked out from whole runs of the comparison."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cohesion_sim.app import limits, tasks
from cohesion_sim.app.crew import Crew
from cohesion_sim.app.picture import finite, rounded
from cohesion_sim.app.plan import Request
from cohesion_sim.app.refusing import no_such, refused
from cohesion_sim.app.streams import by_scenario, identity, whole_runs
from cohesion_sim.comparisons.comparison import Comparison
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.measures.outcomes import OUTCOMES, SIDES
from cohesion_sim.measures.personal import PERSONAL
from cohesion_sim.policy.instruments import INSTRUMENTS
from cohesion_sim.policy.instruments import PERSONAL as PROGRAMMES
from cohesion_sim.scenario import Scenario
from cohesion_sim.strings import LANGUAGES, label, subgroup_label, text

BARS = 9
Step = tuple[str, str, float]
"""Mechanism, term and how much they moved the mean."""
Entry = tuple[str, str, str, str, float]
"""Outcome, side, mechanism, term and change."""


async def waterfall(crew: Crew, request: Request, question: tuple[str, str, str], asker: str) -> dict[str, Any]:
    """Return what moved an outcome more in one scenario than in the baseline, term by term, in the first seed.

    ``question`` is (scenario, outcome, side).
    """
    name, outcome, side = question
    if outcome not in OUTCOMES or side not in OUTCOMES[outcome].columns or side not in SIDES:
        raise refused("outcome_and_side")
    scenarios = request.scenarios()
    wanted = pair(request, name)
    ledgers = await asyncio.gather(*(ledger(crew, scenarios[each], request.place.seed, asker) for each in wanted))
    steps = [of_one(entries, outcome, side) for entries in ledgers]
    sizes = {
        key: steps[0].get(key, 0.0) - (steps[1].get(key, 0.0) if len(steps) > 1 else 0.0)
        for key in {**steps[0], **steps[-1]}
    }
    bars = shown([(*key, size) for key, size in sizes.items()])
    return {
        "bars": [{"size": finite(size), **names(mechanism, term, outcome)} for mechanism, term, size in bars],
        "total": finite(sum(sizes.values())),
        "against": wanted[1] if len(wanted) > 1 else "",
    }


async def ledger(crew: Crew, scenario: Scenario, seed: int, asker: str) -> Sequence[Entry]:
    """Return what moved each outcome over the first run of a scenario."""
    found: Sequence[Entry] = await crew.do(f"why {identity(scenario)} {seed}", tasks.why, (scenario, seed), asker, 1)
    return found


def pair(request: Request, name: str) -> tuple[str, ...]:
    """Return a scenario and the baseline, or the baseline alone if it is the one that was asked for."""
    if name not in request.policies:
        raise no_such("scenario", name[: limits.MOST_LABEL], request.policies)
    baseline = next(iter(request.policies))
    return (name,) if name == baseline else (name, baseline)


def of_one(entries: Sequence[Entry], outcome: str, side: str) -> dict[tuple[str, str], float]:
    """Return the change by mechanism and term of one outcome on one side."""
    return {(mechanism, term): size for what, whom, mechanism, term, size in entries if (what, whom) == (outcome, side)}


def shown(steps: Sequence[Step]) -> list[Step]:
    """Return the largest steps, those that raise first, and one for all others."""
    largest = sorted(steps, key=lambda step: -abs(step[2]))
    kept = sorted(largest[:BARS], key=lambda step: (step[2] < 0.0, -abs(step[2])))
    rest = sum(step[2] for step in largest[BARS:])
    return [*kept, ("", f"{len(largest) - BARS}", rest)] if len(largest) > BARS else kept


def names(mechanism: str, term: str, outcome: str) -> dict[str, str]:
    """Return the words for a step in each language."""
    found = {}
    for language in LANGUAGES:
        room = label("mechanism", mechanism, language) if mechanism else ""
        words = label("term", term, language) if term else room
        if not mechanism:
            found[language] = text("note.rest", language, count=term)
        else:
            found[language] = words if words == room or mechanism == outcome else f"{words} ({room})"
    return found


async def who_gains(crew: Crew, request: Request, name: str, outcome: str, asker: str) -> list[dict[str, Any]]:
    """Return the shares of persons who gain and who lose, by subgroup, hosts and migrants apart."""
    if outcome not in PERSONAL:
        raise no_such("outcome", outcome[: limits.MOST_LABEL], PERSONAL)
    if name not in request.policies:
        raise no_such("scenario", name[: limits.MOST_LABEL], request.policies)
    replicates = min(request.replicates, limits.FIRST)
    runs = await whole_runs(crew, request, asker, replicates)
    return await asyncio.to_thread(gains, request, runs, replicates, name, outcome)


def gains(request: Request, runs: Sequence[Finished], replicates: int, name: str, outcome: str) -> list[dict[str, Any]]:
    """Work out who gains and who loses."""
    found = comparison(request, runs, replicates, {each: each for each in request.policies})
    numbers = ("gaining", "gaining_low", "gaining_high", "losing", "losing_low", "losing_high", "median")
    return [
        {
            "persons": int(float(str(row.persons))),
            **{each: finite(float(getattr(row, each))) for each in numbers},
            **{language: subgroup(str(row.subgroup), language) for language in LANGUAGES},
        }
        for row in found.who_gains([outcome], scenario=name).itertuples()
    ]


def subgroup(name: str, language: str) -> str:
    """Return what a subgroup such as ``migrants, women`` is called."""
    return ", ".join(subgroup_label(part, language) for part in name.split(", "))


def comparison(request: Request, runs: Sequence[Finished], replicates: int, called: Mapping[str, str]) -> Comparison:
    """Return a comparison of finished runs, scenarios under the names that are given."""
    scenarios = {called[name]: scenario for name, scenario in request.scenarios().items()}
    named = [run._replace(name=called[run.name]) for run in runs]
    baseline = next(iter(scenarios))
    return Comparison(scenarios, baseline, replicates, request.place.seed, 0, named)


async def money(crew: Crew, request: Request, asker: str) -> dict[str, Any]:
    """Return for each scenario where the euros went, who waited and how long, means over the first replicates."""
    replicates = min(request.replicates, limits.FIRST)
    runs = await whole_runs(crew, request, asker, replicates)
    return {name: spent(those) for name, those in by_scenario(runs).items()}


def spent(runs: Sequence[Finished]) -> dict[str, Any]:
    """Return the money and queues of one scenario."""
    at = {column: number for number, column in enumerate(runs[0].columns)}
    mean = np.mean([run.series for run in runs], axis=0)[1:]
    migrants = float(mean[:, at["migrants"]].sum()) / 12.0

    def a_year(column: str) -> float | None:
        return finite(float(mean[:, at[column]].sum()) / max(1.0, migrants))

    return {
        "spent": {name: a_year(f"spent_{name}") for name in INSTRUMENTS},
        "unspent": a_year("unspent"),
        "allocated": a_year("allocated"),
        "queues": {name: finite(float(mean[-12:, at[f"queue_{name}"]].mean())) for name in PROGRAMMES},
        "weeks": rounded(mean[:, at["waiting_weeks"]]),
        "shortage": rounded(mean[:, at["general_queue"]]),
    }
