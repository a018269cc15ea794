"""Every lever answers: what each does alone to each outcome, from low to high, with the same people and luck.

``python experiments/levers/table.py`` runs it (about five minutes on two cores) and writes ``docs/levers.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import Field, replace
from pathlib import Path
from typing import Any

import pandas as pd
from scipy.stats import t as student

import cohesion_sim as cs
from cohesion_sim.measures.outcomes import OUTCOMES as MEASURES
from cohesion_sim.parameters import declarations
from cohesion_sim.policy.regime import SECTIONS
from cohesion_sim.scenario import Scenario

OUTCOMES = (
    "trust_migrants",
    "trust_institutions_migrants",
    "belonging_migrants",
    "belonging_hosts",
    "warmth_hosts",
    "threat_economic",
    "threat_cultural",
    "solidarity_hosts",
    "employment",
    "language",
    "discrimination",
    "heritage",
    "host_orientation",
    "bridging_ties",
    "marginalisation",
)
SEEDS = range(1, 13)
LEVEL = 0.01
"""Two-sided level at which a difference is told from nothing."""
SMALLEST = 0.0005
"""A smaller difference is a dot, however sure."""
REVENUES = ("own_revenue", "borrowing", "partnership")
"""Sources of local money, which share one budget."""
TARGET = Path(__file__).parents[2] / "docs" / "levers.md"

Change = Callable[[Scenario, float], Scenario]


def in_regime(section: str, lever: str) -> Change:
    """Return the change of one lever of a section of the regime."""

    def change(scenario: Scenario, value: float) -> Scenario:
        part = getattr(scenario.regime, section)
        return replace(scenario, regime=replace(scenario.regime, **{section: replace(part, **{lever: value})}))

    return change


def span(section: str, declared: Field[Any]) -> tuple[float, float]:
    """Return the low and the high setting of a lever: most of its range, months from half a year to ten years."""
    if section == "instruments":
        return 0.0, 0.3
    if declared.name in REVENUES:
        return 0.0, 0.6
    return {"months": (6.0, 120.0), "0-100": (10.0, 90.0)}.get(declared.metadata["unit"], (0.1, 0.9))


def settings() -> Iterator[tuple[str, float, float, Change]]:
    """Yield every lever with its low and high setting."""
    for lever in ("cultural_maintenance", "social_mixing"):
        yield lever, 0.1, 0.9, in_regime("dimensions", lever)
    for section, record in SECTIONS.items():
        for declared in declarations(record):
            yield f"{section}.{declared.name}", *span(section, declared), in_regime(section, declared.name)
    yield (
        "funding.eur_per_migrant_year",
        0.0,
        16000.0,
        lambda s, value: replace(s, funding=replace(s.funding, eur_per_migrant_year=value)),
    )
    for name, low, high in (("unemployment", 0.04, 0.14), ("local_capacity", 0.3, 1.0), ("reactivity", 1.0, 2.0)):
        yield (
            f"context.{name}",
            low,
            high,
            lambda s, value, name=name: replace(s, context=replace(s.context, **{name: value})),
        )


def reference() -> Scenario:
    """Return the scenario in which one lever is moved at a time: neutral rights, thin services, much asylum."""
    even = {f"regime.instruments.{declared.name}": 0.04 for declared in declarations(SECTIONS["instruments"])}
    overrides = [f"{key}={value}" for key, value in even.items()]
    return cs.load_scenario(
        "mainstreamed",
        [
            "regime=laissez_faire",
            "funding=medium",
            "context.population=3000",
            "context.arrivals=0.02",
            "regime.access.asylum_wait=24",
            "regime.delivery.targeted_share=0.5",
            "regime.delivery.knowledge_transfer=0.5",
            *overrides,
        ],
    )


def effects(number: int) -> tuple[str, float, float, list[str]]:
    """Return a lever, its settings, its effect on each outcome as text, and the clearest on any other."""
    name, low, high, change = list(settings())[number]
    base = reference()
    found = []
    for seed in SEEDS:
        a, b = (cs.simulate(change(base, value), seed=seed).monthly.tail(12).mean() for value in (low, high))
        found.append(b - a)
    differences = pd.DataFrame(found)
    return name, low, high, [*(shown(differences[outcome]) for outcome in OUTCOMES), elsewhere(differences)]


def critical(comparisons: int) -> float:
    """Return how many standard errors a mean difference must have, over so many comparisons, to be told from none."""
    return float(student.ppf(1.0 - LEVEL / (2.0 * comparisons), len(SEEDS) - 1))


def shown(differences: pd.Series) -> str:
    """Return a mean difference in points of 100, or a dot where it cannot be told from none."""
    average = float(differences.mean())
    told = abs(average) >= max(SMALLEST, critical(1) * float(differences.sem()))
    return f"{100 * average:+.1f}" if told else "·"


def elsewhere(differences: pd.DataFrame) -> str:
    """Return the outcome outside the table that answers most clearly, if beyond chance over all, and its difference."""
    others = differences.drop(columns=["month", *OUTCOMES], errors="ignore").dropna(axis="columns")
    average = others.mean()
    sure = average.abs() / (others.sem() + SMALLEST)
    name = str(sure.idxmax())
    if sure[name] < critical(len(others.columns)):
        return "·"
    unit = MEASURES[name].unit if name in MEASURES else ""
    return f"{name.replace('_', ' ')} {average[name]:+.3g} {unit}".strip()


def main() -> None:
    """Run all levers and write the table."""
    count = len(list(settings()))
    cs.simulate(reference(), seed=1)
    with ProcessPoolExecutor() as pool:
        lines = list(pool.map(effects, range(count)))
    heads = [*(outcome.replace("_", " ") for outcome in OUTCOMES), "clearest of all others"]
    text = [
        "# Levers and outcomes",
        "",
        "What one lever does alone, from its low to its high setting, after ten years: difference of the last year,",
        "in points of 100 (bridging ties: hundredths of a tie), same people and same luck,",
        f"{len(SEEDS)} paired seeds of 3,000 persons. A dot: cannot be told from nothing (1 % two-sided, or less than",
        ".05 points). The last column names the other outcome that answers most clearly (1 % over all of them), in its",
        "own unit. The reference has neutral rights, medium funding evenly spread, half of it targeted, long",
        "procedures and many arrivals; elsewhere effects differ.",
        "",
        "Written by `python experiments/levers/table.py`.",
        "",
        "| lever | from | to | " + " | ".join(heads) + " |",
        "|---|---|---|" + "---|" * len(heads),
    ]
    text += [f"| {name} | {low:g} | {high:g} | " + " | ".join(cells) + " |" for name, low, high, cells in lines]
    silent = [name for name, _, _, cells in lines if set(cells) == {"·"}]
    text += [
        "",
        f"Levers to which nothing answers clearly here: {', '.join(silent) or 'none'}.",
    ]
    TARGET.write_text("\n".join(text) + "\n")
    print("\n".join(text))


if __name__ == "__main__":
    main()
