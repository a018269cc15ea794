"""The scorecard is public: every pattern with its verdict, failing ones with the reason, as a table and as a page."""

from __future__ import annotations

import inspect
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cohesion_sim.numerals import number
from cohesion_sim.runs import stored
from cohesion_sim.runs.provenance import version
from cohesion_sim.validation.countries import CountryCheck, RankCorrelation
from cohesion_sim.validation.pattern import PATTERNS
from cohesion_sim.validation.published import KINDS, Published
from cohesion_sim.validation.scoring import FAIL, PASS, Score

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Scorecard:
    """Scores of patterns, and of the country check if it was made.

    Attributes
    ----------
    scores
        In order of their numbers.
    seeds, population
        What they rest on.
    countries
        The country check; None if it was not made.
    """

    scores: Sequence[Score]
    seeds: int
    population: int
    countries: CountryCheck | None

    @property
    def table(self) -> pd.DataFrame:
        """One row a pattern."""
        import pandas as pd

        return pd.DataFrame([row(score) for score in self.scores])

    def passed(self, kind: str) -> tuple[int, int]:
        """Return how many patterns of a kind pass, and how many there are."""
        of_kind = [score for score in self.scores if score.finding.kind == kind]
        return sum(score.verdict == PASS for score in of_kind), len(of_kind)

    def save(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Write the table (Parquet, CSV) and the page (Markdown) into a folder; return the files."""
        place = stored.folder_for(folder)
        page = as_markdown(self)

        def write(path: Path) -> None:
            path.write_text(page, encoding="utf-8")

        files = list(stored.table(place / "scorecard.parquet", self.table, True))
        return [*files, stored.whole(place / "validation.md", write)]


def row(score: Score) -> dict[str, object]:
    """Return a score as a row of the table."""
    finding = score.finding
    return {
        "number": finding.number,
        "pattern": finding.name,
        "kind": finding.kind,
        "finding": finding.title["en"],
        "statistic": statistic(finding),
        "unit": finding.unit,
        "source": finding.source,
        "evidence": " ".join(finding.ids),
        "published": finding.value,
        "range_low": finding.low,
        "range_high": finding.high,
        "simulated": score.value,
        "low": score.low,
        "high": score.high,
        "off": score.off,
        "verdict": score.verdict,
        "verdict_off": score.verdict_off,
        "sure": score.sure,
        "earned": score.earned,
        "seeds": score.seeds,
        "why": finding.why if score.verdict == FAIL else "",
    }


def statistic(finding: Published) -> str:
    """Return what is measured in the simulated survey, trial or run, in a sentence."""
    said = (inspect.getdoc(PATTERNS[finding.name].measure) or "").splitlines()[0]
    said = said.removeprefix("Return ").removesuffix(".")
    return said[:1].upper() + said[1:]


def switched(finding: Published) -> str:
    """Return what was switched off."""
    parts = []
    for name, changes in PATTERNS[finding.name].off.items():
        parts += [name] if changes is None else [f"{name}.{key} = {value:g}" for key, value in changes.items()]
    return ", ".join(parts) if len(parts) <= 4 else f"{', '.join(parts[:3])} …"


def figures(value: float) -> str:
    """Return a value with the digits that it carries."""
    if not math.isfinite(value):
        return "–"
    return number(value, 2 if abs(value) < 10 else 1)


def span(finding: Published) -> str:
    """Return the range of a finding in words."""
    if math.isinf(finding.high):
        return "> 0, beyond chance"
    if finding.low == finding.high:
        return figures(finding.low)
    return f"{figures(finding.low)} … {figures(finding.high)}"


def as_markdown(card: Scorecard) -> str:
    """Return the scorecard as a page of documentation."""
    lines = [
        "# Validation: what was published, and what the model shows",
        "",
        f"Made by `cohesion-sim validate`, version {version('cohesion-sim')}: default settings, 120 months,",
        f"{card.population:,} persons, {card.seeds} seeds. Statistics are computed on the simulated survey, with its",
        "errors and silences, on trials inside the model, or on the run. *Range* was set before the first scoring.",
        "*Off*: the value with the mechanism switched off; where it lies in the range too, a pass is not earned (○).",
        "Failing patterns stay. No number is set from kind V; some rules were rebuilt after kind V was first scored.",
        "",
    ]
    for kind, word in KINDS.items():
        passed, there = card.passed(kind)
        if there:
            lines.append(f"- Kind {kind}, {word}: {passed} of {there} within their range")
    lines += country_lines(card.countries)
    lines += ["", "| # | finding | kind | published | range | simulated (95 %) | off | verdict |", "|" + "---|" * 8]
    for score in card.scores:
        finding = score.finding
        mark = "**fails**" if score.verdict == FAIL else score.verdict
        mark += " ○" if score.verdict == PASS and score.verdict_off == PASS else ""
        mark += " ?" if not score.sure else ""
        simulated = f"{figures(score.value)} ({figures(score.low)} … {figures(score.high)})"
        cells = [str(finding.number), finding.title["en"], finding.kind, figures(finding.value), span(finding)]
        lines.append(f"| {' | '.join([*cells, simulated, figures(score.off), mark])} |")
    lines += [
        "",
        "○ passes without its mechanism too · ? the interval holds an end of the range",
        "",
        "## What fails, and why",
    ]
    for score in card.scores:
        if score.verdict == FAIL:
            finding = score.finding
            lines += ["", f"**{finding.title['en']}** ({finding.name}). {finding.why or 'Not yet looked into.'}"]
    lines += ["", "## How each is measured", ""]
    for score in card.scores:
        finding = score.finding
        off = switched(finding)
        lines.append(
            f"- {finding.number} `{finding.name}` ({finding.unit}): {statistic(finding)}. Source: {finding.source}"
            + (f" [{', '.join(finding.ids)}]." if finding.ids else ".")
            + (f" Off: {off}." if off else "")
        )
    return "\n".join(lines) + "\n"


def country_lines(check: CountryCheck | None) -> list[str]:
    """Return the country check in words."""
    if check is None:
        return []
    said = [f"| {' | '.join([who, *map(ranked, by.values())])} |" for who, by in check.ranks.items()]
    spread = check.surveyed_spread.items()
    trust, attitude = (check.countries[what] for what in ("trust", "attitude"))
    return [
        "",
        "Country check: countries are ranked by trust and by hosts' attitudes to migrants, told MIPEX (B6), the share",
        "born abroad (P64) and unemployment (P65). Rank correlations with what surveys found (B3, P63), with 95 %",
        "intervals over resampled countries:",
        "",
        f"| who ranks | surveyed trust, {trust} countries | surveyed attitudes, {attitude} countries |",
        "|---|---|---|",
        *said,
        "",
        "Who is told trust repeats it: those rows speak of attitudes only. Standard deviations over countries, as",
        "shares of the scale:",
        "",
        *(f"- {what}: {check.simulated_spread[what]:.4f} simulated, {each:.2f} surveyed" for what, each in spread),
    ]


def ranked(agreed: RankCorrelation) -> str:
    """Return a rank correlation with its interval."""
    return f"{figures(agreed.value)} [{figures(agreed.low)}, {figures(agreed.high)}]"
