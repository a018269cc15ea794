"""Pages that are tables: parameters, outcomes, state variables, evidence."""

from __future__ import annotations

from itertools import groupby

from cohesion_sim.documents.markdown import NOTE, anchor, figure, referred, span, table
from cohesion_sim.evidence.bibliography import Evidence, bibliography
from cohesion_sim.evidence.ledger import GROUNDS, Defended, defended, shares
from cohesion_sim.evidence.screening import kept
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.state.people import COLUMNS
from cohesion_sim.strings import text

MEANS = {
    "number": "a published number sets it, by the conversion that its rule states",
    "range": "evidence gives a sign, an order of size or the range; the value within is a guess",
    "assumption": "nobody has measured it, or the evidence does not hold it",
    "choice": "a scenario sets it (policy, place, network); it claims nothing about the world",
    "convention": "a scale, a cut-off, a reference point, the form of a rule",
}


def parameters() -> str:
    """Return the page of all declared numbers."""
    entries = defended()
    parts = [NOTE, "# Parameters", "", *share_lines(entries), ""]
    for place, group in groupby(entries, key=lambda each: each.key.rpartition(".")[0]):
        rows = [
            (
                f"`{each.key.rpartition('.')[2]}`", figure(each.value), span(each.low, each.high), each.unit,
                each.ground, source(each), moved(each), each.meaning,
            )
            for each in group
        ]  # fmt: skip
        headings = ["number", "value", "prior", "unit", "rests on", "source", "moves most", "meaning"]
        parts += [f"## `{place}`", "", table(headings, rows), ""]
    return "\n".join(parts).rstrip() + "\n"


def share_lines(entries: list[Defended]) -> list[str]:
    """Return what numbers rest on, counted, and which share is assumed."""
    found = shares(entries)
    count = found.counts
    rows = [(name, count[name], f"{count[name] / len(entries):.0%}", MEANS[name]) for name in GROUNDS]
    return [
        table(["rests on", "numbers", "share", "which means"], rows), "",
        f"**Assumptions are {found.assumed:.1%} of all declared numbers, and {found.assumed_of_claims:.1%} of those",
        "that claim something about the world** (choices and conventions left out).",
        "*Moves most* is read off a Morris screening: " + screening_words(),
    ]  # fmt: skip


def screening_words() -> str:
    """Return how the kept screening was made."""
    found = kept()
    if found is None:
        return "none is kept, so influence is unknown."
    told = ", ".join(f"{value} {name}" for name, value in found.about.items())
    return f"{told}. *unknown*: not screened."


def source(each: Defended) -> str:
    """Return what backs a number and what speaks against it, as links."""
    against = f"; against: {referred(each.opposed.id)}" if each.opposed else ""
    return (referred(each.source) if each.evidence else "–") + against


def moved(each: Defended) -> str:
    """Return the outcomes that a number moves most."""
    if each.moved is None:
        return "unknown"
    return ", ".join(f"{outcome} ({rank})" for outcome, rank in each.moved.items()) or "little"


def whom(each: Evidence) -> str:
    """Return on whom something was found, and on how many."""
    return "; ".join(part for part in (each.population, f"n = {each.n}" if each.n else "") if part)


def outcomes() -> str:
    """Return the page of what is measured."""
    better = {1: "higher", -1: "lower", 0: ""}
    parts = [
        NOTE, "# Outcomes", "",
        "Each is a column of the monthly table, and is measured by place, group, generation, status, sex and cohort.",
        "*Better* is the direction that is called better when scenarios are compared; none means that neither is.", "",
    ]  # fmt: skip
    for family, group in groupby(OUTCOMES.items(), key=lambda pair: pair[1].family):
        rows = [
            (
                f"`{name}`", text(f"outcome.{name}"), text(f"outcome.{name}", "fr"), outcome.covers, outcome.unit,
                better[outcome.direction], outcome.meaning,
            )
            for name, outcome in group
        ]  # fmt: skip
        headings = ["column", "English", "French", "of", "unit", "better", "meaning"]
        parts += [f"## {family.capitalize()}", "", table(headings, rows), ""]
    return "\n".join(parts).rstrip() + "\n"


def state() -> str:
    """Return the table of a person's state variables."""
    rows = [(f"`{c.name}`", f"{figure(c.low)} … {figure(c.high)}", c.unit, c.who, c.meaning) for c in COLUMNS]
    return table(["variable", "range", "unit", "who", "meaning"], rows)


def evidence() -> str:
    """Return the page of the bibliography, with what each piece sets or speaks against."""
    used: dict[str, list[str]] = {}
    for each in defended():
        if each.evidence:
            used.setdefault(each.source, []).append(f"`{each.key}`")
        if each.opposed:
            used.setdefault(each.opposed.id, []).append(f"against `{each.key}`")
    rows = [
        (
            f'<a id="{anchor(name)}"></a>{name}', f"{each.quantity}: **{each.found.replace('-', '−')}**", whom(each),
            f"[{each.source}]({each.url})" if each.url else each.source,
            f"{each.confidence:g}" + ("" if each.verified else ", from memory"), ", ".join(used.get(name, [])),
        )
        for name, each in bibliography().items()
    ]  # fmt: skip
    seen = sum(each.verified for each in bibliography().values())
    headings = ["id", "finding", "on whom", "source", "sure", "sets"]
    return "\n".join(
        [
            NOTE, "# Evidence", "",
            f"{len(rows)} pieces of evidence, {seen} of them read in a stored source, the others from memory.",
            "*Sure* is the confidence that the number is right. A piece sets a number or checks a result, never both,",
            "except in calibration and in what is true by construction; those that set nothing here back the form of",
            "a rule or are kept for [validation](../validation.md).", "", table(headings, rows), "",
        ]
    )  # fmt: skip
