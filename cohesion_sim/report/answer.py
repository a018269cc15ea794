"""The answer is one sentence with its uncertainty; that we cannot tell is an answer, with what could not be seen."""

from __future__ import annotations

from cohesion_sim.analysis.effects import ALPHA, smallest
from cohesion_sim.comparisons.paired import paired_difference
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.numerals import digits_for, number
from cohesion_sim.plots.meaning import called
from cohesion_sim.report.stored_comparison import SAME, Told
from cohesion_sim.strings import label, quoted, scenario_label, text

MIGRANTS = ("belonging", "employment", "language", "trust", "discrimination", "bridging_ties", "marginalisation")
HOSTS = ("warmth", "trust", "belonging", "solidarity", "threat_economic", "threat_cultural", "bridging_ties")
SIDES = {"migrants": MIGRANTS, "hosts": HOSTS}
"""Outcomes told of each side."""


def factor(outcome: str) -> float:
    """Return what a value is multiplied by to be told: scales from 0 to 1 are told in points of 100."""
    return 100.0 if OUTCOMES[outcome].unit == "share" else 1.0


def unit(outcome: str, language: str) -> str:
    """Return the unit in which a difference is told."""
    if OUTCOMES[outcome].unit == "share":
        return text("report.points", language)
    return label("unit", OUTCOMES[outcome].unit, language)


def named(scenario: str, language: str) -> str:
    """Return a scenario's name in quotation marks."""
    return quoted(scenario_label(scenario, language), language)


def best(told: Told, outcome: str, side: str) -> str:
    """Return the scenario with the best mean difference to the baseline; the first if nothing was measured."""
    direction = OUTCOMES[outcome].direction or 1
    rows = [row for name in told.others if (row := told.contrast(outcome, side, name)) is not None]
    return max(rows, key=lambda row: direction * row.difference).scenario if rows else told.others[0]


def least_seen(told: Told, outcome: str, side: str) -> float:
    """Return the smallest difference that the pairs would have found for every policy, as it is told."""
    base = told.ends(outcome, side, told.baseline)
    found = [
        smallest(values - base, ALPHA)
        for name in told.others
        if len(values := told.ends(outcome, side, name)) == len(base)
    ]
    return factor(outcome) * max(found, default=float("nan"))


def answer(told: Told, outcome: str, side: str, language: str) -> str:
    """Return the answer on one outcome of one side, in one sentence."""
    name = best(told, outcome, side)
    verdicts = {told.verdict(outcome, side, each) for each in told.others}
    called_it = called(outcome, language, side)
    baseline = named(told.baseline, language)
    row = told.contrast(outcome, side, name)
    if row is None or (told.verdict(outcome, side, name) == "we cannot tell" and verdicts == {"we cannot tell"}):
        least = least_seen(told, outcome, side)
        return text(
            "report.cannot_tell", language, outcome=called_it, baseline=baseline, unit=unit(outcome, language),
            smallest=number(least, digits_for(2 * least), language),
        ) + "."  # fmt: skip
    if told.verdict(outcome, side, name) not in ("better", "higher"):
        return text("report.nothing_better", language, outcome=called_it, baseline=baseline) + "."
    times = factor(outcome)
    digits = digits_for(abs(times * row.difference))
    said = text(
        "report.best", language, outcome=called_it, best=named(name, language), unit=unit(outcome, language),
        baseline=baseline, difference=number(times * row.difference, digits, language, signed=True),
        low=number(times * row.low, digits, language, signed=True),
        high=number(times * row.high, digits, language, signed=True),
    )  # fmt: skip
    if row.p_better == row.p_better:
        said += text("report.draws_agree", language, chance=number(100.0 * row.p_better, 0, language))
    return said + lead(told, outcome, side, name, language) + "."


def lead(told: Told, outcome: str, side: str, name: str, language: str) -> str:
    """Return how far the best is ahead of the second, or that the two cannot be told apart."""
    direction = OUTCOMES[outcome].direction or 1
    rows = [row for each in told.others if each != name and (row := told.contrast(outcome, side, each)) is not None]
    if not rows:
        return ""
    second = max(rows, key=lambda row: direction * row.difference).scenario
    mine, theirs = told.ends(outcome, side, name), told.ends(outcome, side, second)
    if len(mine) != len(theirs):
        return ""
    ahead = paired_difference(mine, theirs)
    if not (ahead.low > 0.0 or ahead.high < 0.0):
        return text("report.no_lead", language, second=named(second, language))
    times = factor(outcome)
    digits = digits_for(abs(times * ahead.difference))
    told_numbers = [number(times * each, digits, language, signed=True) for each in ahead[2:5]]
    return text(
        "report.lead", language, second=named(second, language), lead=told_numbers[0], low=told_numbers[1],
        high=told_numbers[2],
    )  # fmt: skip


def side_line(told: Told, side: str, scenario: str, language: str) -> str:
    """Return in what one side is better off, worse off, and what cannot be told, under one scenario."""
    found: dict[str, list[str]] = {"better": [], "worse": [], SAME: [], "we cannot tell": []}
    for outcome in SIDES[side]:
        if told.contrast(outcome, side, scenario) is not None:
            word = label("outcome", outcome, language)
            found.setdefault(told.verdict(outcome, side, scenario), []).append(word[0].lower() + word[1:])
    keys = {
        "better": "report.better_in", "worse": "report.worse_in", SAME: "report.same_in",
        "we cannot tell": "report.open_in",
    }  # fmt: skip
    said = text("report.and", language).join(
        text(key, language, names=", ".join(found[verdict])) for verdict, key in keys.items() if found[verdict]
    )
    return text(
        f"report.{side}_line", language, best=named(scenario, language), said=said or text("verdict.same", language)
    )
