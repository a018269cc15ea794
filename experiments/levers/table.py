"""Every lever answers: what each does alone to each outcome, from low to high, with the same people and luck.

``python experiments/levers/table.py`` runs it (about three minutes on two cores) and writes ``docs/levers.md``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import mean, stdev

import cohesion_sim as cs
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
CRITICAL = 3.1
"""A difference of fewer standard errors than this is shown as a dot: eleven degrees of freedom, two-sided level 1 %."""
TARGET = Path(__file__).parents[2] / "docs" / "levers.md"

Change = Callable[[Scenario, float], Scenario]


def in_regime(section: str, lever: str) -> Change:
    """Return the change of one lever of a section of the regime."""

    def change(scenario: Scenario, value: float) -> Scenario:
        part = getattr(scenario.regime, section)
        return replace(scenario, regime=replace(scenario.regime, **{section: replace(part, **{lever: value})}))

    return change


def settings() -> Iterator[tuple[str, float, float, Change]]:
    """Yield every lever with its low and high setting."""
    for lever in ("cultural_maintenance", "social_mixing"):
        yield lever, 0.1, 0.9, in_regime("dimensions", lever)
    for section, record in SECTIONS.items():
        for declared in declarations(record):
            low, high = {"rights": (10.0, 90.0), "access": (6.0, 120.0), "instruments": (0.0, 0.3)}.get(
                section, (0.1, 0.9)
            )
            if declared.name == "conditions":
                low, high = 0.1, 0.9
            yield f"{section}.{declared.name}", low, high, in_regime(section, declared.name)
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
    even = {f"regime.instruments.{declared.name}": 0.07 for declared in declarations(SECTIONS["instruments"])}
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
    """Return a lever, its settings and its effect on each outcome as text."""
    name, low, high, change = list(settings())[number]
    base = reference()
    rows: dict[str, list[float]] = {outcome: [] for outcome in OUTCOMES}
    for seed in SEEDS:
        a, b = (cs.simulate(change(base, value), seed=seed).monthly.tail(12).mean() for value in (low, high))
        for outcome in OUTCOMES:
            rows[outcome].append(float(b[outcome] - a[outcome]))
    return name, low, high, [shown(differences) for differences in rows.values()]


def shown(differences: list[float]) -> str:
    """Return a mean difference in points of 100, or a dot where it cannot be told from none."""
    average = mean(differences)
    spread = stdev(differences) / math.sqrt(len(differences))
    if average == 0.0 or abs(average) < CRITICAL * spread or abs(average) < 0.0005:
        return "·"
    return f"{100 * average:+.1f}"


def main() -> None:
    """Run all levers and write the table."""
    count = len(list(settings()))
    cs.simulate(reference(), seed=1)
    with ProcessPoolExecutor() as pool:
        lines = list(pool.map(effects, range(count)))
    heads = [outcome.replace("_", " ") for outcome in OUTCOMES]
    text = [
        "# Levers and outcomes",
        "",
        "What one lever does alone, from its low to its high setting, after ten years: difference of the last year,",
        "in points of 100 (bridging ties: hundredths of a tie), same people and same luck,",
        f"{len(SEEDS)} paired seeds of 3,000 persons. A dot: cannot be told from nothing (below 1 % two-sided, or less",
        "than .05 points). The reference has neutral rights, medium funding evenly spread, half of it targeted, long",
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
        f"Levers to which none of these outcomes answers clearly here: {', '.join(silent) or 'none'}.",
        "They act on few people (a ban on work while asylum is decided) or move money and information between places",
        "that are alike.",
    ]
    TARGET.write_text("\n".join(text) + "\n")
    print("\n".join(text))


if __name__ == "__main__":
    main()
