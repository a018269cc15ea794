"""Every shipped scenario meets its baseline: what differs in the last year, with intervals, and what cannot be told.

``python experiments/scenarios/table.py`` runs them (about ten minutes on one core) and writes ``docs/scenarios.md``.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from pathlib import Path

import cohesion_sim as cs
from cohesion_sim.cli.verdicts import changes
from cohesion_sim.cli.words import SMALL, SMALL_TIES, Change
from cohesion_sim.config.baselines import name_of
from cohesion_sim.config.library import entry, names
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.strings import label, scenario_label

REPLICATES = 10
MEASURED = {
    "belonging, migrants": ("belonging", "migrants"),
    "belonging, hosts": ("belonging", "hosts"),
    "trust, migrants": ("trust", "migrants"),
    "trust, hosts": ("trust", "hosts"),
    "trust in institutions, migrants": ("trust_institutions", "migrants"),
    "employment, migrants": ("employment", "migrants"),
    "marginalisation, migrants": ("marginalisation", "migrants"),
}
ELSEWHERE = 3
"""How many other outcomes are named that moved far against their interval."""
NOTICED = {"share": (SMALL, math.inf), "ties": (SMALL_TIES, math.inf), "weeks": (1.0, 260.0)}
"""Differences that somebody would notice; a wait of years means that there are no courses on one side."""
PARTS = ("m0_", "headcount", "deprived_", "intensity", "_gap", "spread")
"""Parts and variants of what the table shows, and of one another."""
TARGET = Path(__file__).parents[2] / "docs" / "scenarios.md"
HEAD = f"""# Scenarios

Each is a file in `scenarios/` with title and story in English and French, its sources, what is assumed in it, and a
baseline that differs in a few levers. `cohesion-sim compare scenario=NAME` runs it beside its baseline,
`cohesion-sim list scenarios` lists all. They are stories to think with: most levels are assumptions, and none predicts
a country.

The tables show the difference of the last year, in points of 100: {REPLICATES} paired replicates at the shipped
size, the same persons and the same luck, and in brackets the 95 % interval of chance alone. What the evidence
leaves open is wider (`priors=50`). **=** means that the whole interval is smaller than {100 * SMALL:g} points,
**?** that it includes zero and is not that small: we cannot tell. One interval in twenty misses the truth, so a
few of these do. The row *here from the start* is the fixed cohort, hosts and migrants together, with those who
left: it shows whether a mean moved because people changed or because others came and went. Of what happens
before departure only newcomers feel anything, so that a mean over all migrants moves little.

Written by `python experiments/scenarios/table.py`.
"""


def shown(change: Change) -> str:
    """Return a difference with its interval, or what cannot be told."""
    low, high = (f"{100 * bound:+.1f}".replace("-", "−") for bound in (change.low, change.high))
    value = f"{100 * change.value:+.1f}".replace("-", "−")
    sign = {"same": "=", "open": "?"}.get(change.verdict, f"**{value}**")
    return f"{sign} ({low}, {high})"


def row(comparison: cs.Comparison, scenario: str) -> dict[str, Change]:
    """Return what a scenario changes, by heading."""
    return {
        heading: changes(comparison.table, scenario, side, (outcome,))[outcome]
        for heading, (outcome, side) in MEASURED.items()
    }


def cohort(comparison: cs.Comparison, scenario: str) -> list[str]:
    """Return the same for those who were here at the start, once an outcome."""
    found = changes(comparison.table, scenario, "fixed cohort", tuple(outcome for outcome, _ in MEASURED.values()))
    said = []
    for heading, (outcome, _) in MEASURED.items():
        said.append(shown(found[outcome]) if outcome in found and "hosts" not in heading else "")
    return said


def finding(found: dict[str, Change]) -> str:
    """Return what moved, what did not, and what cannot be told."""
    heads = {"better": "Better", "worse": "Worse", "open": "Cannot tell", "same": "About the same"}
    said = []
    for verdict, head in heads.items():
        named = [heading.replace(", ", " of ") for heading, change in found.items() if change.verdict == verdict]
        if len(named) == len(found):
            return f"{head}: all of these."
        if named:
            said.append(f"{head}: {', '.join(named)}.")
    return " ".join(said)


def others() -> list[str]:
    """Return the outcomes that stand for themselves and are not in the table."""
    shown_already = {outcome for outcome, _ in MEASURED.values()}
    return [
        name
        for name, outcome in OUTCOMES.items()
        if name not in shown_already
        and not any(part in name for part in PARTS)
        and (outcome.unit in ("share", "ties") or name in ("waiting_weeks", "remittances"))
    ]


def moved_elsewhere(comparison: cs.Comparison, scenario: str) -> str:
    """Return the other outcomes that moved farthest against their intervals, none too small to notice."""
    table = comparison.table
    told = []
    for name in others():
        outcome = OUTCOMES[name]
        rows = table[(table["scenario"] == scenario) & (table["subgroup"] == outcome.covers)]
        for found in rows[rows["outcome"] == name].to_dict("records"):
            value, low, high = (float(found[column]) for column in ("difference", "low", "high"))
            least, most = NOTICED.get(outcome.unit, (0.0, math.inf))
            if (low > 0.0 or high < 0.0) and least < abs(value) < most:
                scale, unit = (100.0, "") if outcome.unit == "share" else (1.0, f" {outcome.unit}")
                size = f"{scale * value:+.1f}{unit} ({scale * low:+.1f}, {scale * high:+.1f})".replace("-", "−")
                told.append((abs(value) / max(high - low, 1e-12), f"{label('outcome', name)} {size}"))
    farthest = [words for _, words in sorted(told, reverse=True)[:ELSEWHERE]]
    return f"Moved most elsewhere: {'; '.join(farthest)}." if farthest else "Nothing else moved enough to notice."


def section(name: str) -> Iterator[str]:
    """Yield the paragraphs of one scenario."""
    values = entry("scenario", name).values
    scenarios = cs.load_comparison(name)
    baseline = next(iter(scenarios))
    comparison = cs.compare(scenarios, replicates=REPLICATES, seed=1, baseline=baseline, processes=1)
    yield f"## {values['title']['en']} · {values['title']['fr']}"
    yield wrapped(f"`{name}`, compared with *{scenario_label(name_of(values['baseline']))}*. {values['about']['en']}")
    headings = list(MEASURED)
    lines = [f"| | {' | '.join(headings)} |", f"|---|{'---|' * len(headings)}"]
    pair = len(scenarios) == 2
    for other in list(scenarios)[1:]:
        found = row(comparison, other)
        lines.append(f"| {scenario_label(other)} | {' | '.join(shown(each) for each in found.values())} |")
        if pair:
            lines.append(f"| here from the start | {' | '.join(cohort(comparison, other))} |")
        print(name, other, *(shown(each) for each in found.values()), flush=True)
    yield "\n".join(lines)
    if pair:
        yield wrapped(f"{finding(found)} {moved_elsewhere(comparison, other)}")
    yield wrapped(f"Assumed: {values['assumed']['en']} Sources: {', '.join(values['sources'])}.")


def wrapped(paragraph: str) -> str:
    """Return a paragraph in lines of at most 120 characters."""
    return textwrap.fill(paragraph, 120, break_on_hyphens=False, break_long_words=False)


def main() -> None:
    """Run all scenarios and write the page."""
    parts = [HEAD, *("\n\n".join(section(name)) for name in names("scenario"))]
    TARGET.write_text("\n".join(f"{part.rstrip()}\n" for part in parts), encoding="utf-8")


if __name__ == "__main__":
    main()
