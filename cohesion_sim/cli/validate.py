"""Validation prints the scorecard, failing patterns included, and saves table, page and figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.own import count
from cohesion_sim.cli.settings import settings

if TYPE_CHECKING:
    from cohesion_sim.validation.scorecard import Scorecard

KEYS: dict[str, Any] = {
    "seeds": 10, "population": 10_000, "patterns": None, "off": True, "countries": True, "processes": 0,
    "output": None,
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Score the model and return 0: a failing pattern is a finding, not an error."""
    given = settings("validate", arguments, KEYS)
    for key, low, high in (("seeds", 1, 10_000), ("population", 1, 20_000_000), ("processes", 0, 1024)):
        count(given, key, low, high)

    from cohesion_sim.cli.folders import output_folder
    from cohesion_sim.cli.progress import bar
    from cohesion_sim.validation.bench import default
    from cohesion_sim.validation.countries import country_check
    from cohesion_sim.validation.scorecard import Scorecard
    from cohesion_sim.validation.scoring import listed, scored

    asked = given["patterns"]
    names = listed([name.strip() for name in asked.strip("[]").split(",")] if asked else None)
    folder = output_folder("validate", "default", given["output"], None)
    with bar(f"{len(names)} patterns", "measurements") as progress:
        scores = scored(
            names, seeds=given["seeds"], population=given["population"], off=given["off"],
            processes=given["processes"] or None, progress=progress,
        )  # fmt: skip
    ranks = country_check(default(), [1, 2]) if given["countries"] and not asked else None
    card = Scorecard(scores, given["seeds"], given["population"], ranks)
    card.save(folder)

    from cohesion_sim import plots

    for language in ("en", "fr"):
        plots.save(plots.scorecard(card, language), folder, f"scorecard_{language}")
    show(card)
    print(f"Table, page and figure: {folder}")
    return 0


def show(card: Scorecard) -> None:
    """Print the scorecard."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from cohesion_sim.validation.published import KINDS
    from cohesion_sim.validation.scorecard import country_lines, figures, span
    from cohesion_sim.validation.scoring import PASS

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in ("#", "finding", "", "published", "range", "simulated", "off", "verdict"):
        words = heading in ("finding", "", "verdict")
        made.add_column(heading, justify="left" if words else "right", no_wrap=heading != "finding")
    for score in card.scores:
        finding, good = score.finding, score.verdict == PASS
        mark = (
            ("✓" if good else "✗") + ("○" if good and score.verdict_off == PASS else "") + ("" if score.sure else "?")
        )
        made.add_row(
            str(finding.number), finding.title["en"], finding.kind, figures(finding.value),
            span(finding).replace(", beyond chance", ""), figures(score.value), figures(score.off), mark,
            style="" if good else "bold red",
        )  # fmt: skip
    console = Console()
    console.print(made)
    console.print(
        "✓ within its range  ✗ not  ○ passes without its mechanism too  ? the interval holds an end of the range"
    )
    for kind, word in KINDS.items():
        passed, there = card.passed(kind)
        if there:
            console.print(f"Kind {kind}, {word}: {passed} of {there} within their range")
    console.print("\n".join(country_lines(card.countries)))
