"""Beside the answer a reader must know what was asked and run, what is assumed, what cannot be said, how to repeat."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from cohesion_sim.numerals import THIN, digits_for, number
from cohesion_sim.plots.meaning import called
from cohesion_sim.report import tables
from cohesion_sim.report.answer import least_seen, named
from cohesion_sim.report.stored_comparison import Told
from cohesion_sim.runs.provenance import version
from cohesion_sim.strings import label, text


def heading(told: Told, language: str) -> dict[str, Any]:
    """Return title, question and what the runs were."""
    now, given = told.configuration, told.provenance
    context = told.provenance.get("told", {}).get(told.baseline, {}).get("context", "")
    whole_years = now["months"] % 12 == 0
    draws = (
        text("report.draws", language, priors=given["priors"]) if given["priors"] else text("report.no_draws", language)
    )
    meta = text(
        "report.meta" if whole_years else "report.months", language, context=label("context", context, language),
        persons=number(now["context"]["population"], 0, language), years=now["months"] // 12, months=now["months"],
        replicates=told.pairs, draws=draws,
    )  # fmt: skip
    return {
        "title": told.texts("title").get(language) or text("report.title_own", language, count=len(told.scenarios)),
        "question": together(told.texts("story").get(language, ""))
        or text("report.question_own", language, baseline=named(told.baseline, language)),
        "meta": meta,
    }


def together(said: str) -> str:
    """Return words in which thousands are not torn from their hundreds."""
    return re.sub(r"(?<=\d) (?=\d{3})", THIN, said)


def assumed(told: Told, language: str) -> dict[str, Any]:
    """Return what was assumed: place, money, policies and the numbers of the rules."""
    context = told.configuration["context"]
    name = told.provenance.get("told", {}).get(told.baseline, {}).get("context", "")
    euros = sorted({float(each["funding"]["eur_per_migrant_year"]) for each in told.provenance["scenarios"].values()})
    found = tables.numbers(told, language)
    lines = [
        text(
            "report.assumed_place", language, context=label("context", name, language),
            persons=number(context["population"], 0, language), places=context["places"],
            migrants=number(100.0 * context["migrant_share"], 0, language),
        ),
        text(
            "report.assumed_funding", language,
            levels=text("report.and", language).join(number(each, 0, language) for each in euros),
        ),
        together(told.texts("assumed").get(language, "")) or text("report.assumed_regimes", language),
        text(
            "report.assumed_share", language, count=len(found.table.rows), number=found.counts["number"],
            range=found.counts["range"], assumption=found.counts["assumption"],
        ),
    ]  # fmt: skip
    return {"assumed": lines, "numbers": found.table, "sources": found.sources}


def cannot(told: Told, outcome: str, side: str, language: str) -> list[str]:
    """Return what must not be read into the answer."""
    keys = ["not_forecast", "not_place", "not_good", "not_left_out", "not_valid", "not_many"]
    lines = [text(f"report.{key}", language) for key in keys]
    least = least_seen(told, outcome, side)
    if np.isfinite(least):
        lines.append(
            text(
                "report.not_small", language, smallest=number(least, digits_for(2 * least), language),
                outcome=called(outcome, language, side), replicates=told.pairs,
            )
        )  # fmt: skip
    if not told.provenance["priors"]:
        lines.append(text("report.not_drawn", language))
    failed = len(told.provenance["failures"])
    return [*lines, text("report.not_failed", language, count=failed)] if failed else lines


def again(told: Told, language: str) -> list[tuple[str, str]]:
    """Return how to repeat the comparison: name and what it is."""
    given: Mapping[str, Any] = told.provenance
    last = given["seed"] + given["replicates"] - 1
    git = given.get("git") or {}
    state = "" if git.get("clean", True) else text("report.changed", language)
    lines = [
        (text("report.command", language), " ".join(given.get("command", ())) or tables.NONE),
        (text("report.version", language), given["model_version"]),
    ]
    if "file" in given:
        lines.append((text("report.file", language), given["file"]))
    notes = [
        text("report.seeds", language, first=given["seed"], last=last),
        text("report.made", language, date=given["began"][:10], seconds=number(given["seconds"], 0, language)),
        ", ".join(f"{name} {each}" for name, each in given["versions"].items() if each),
        f"cohesion-sim {version('cohesion-sim')}",
    ]
    if git:
        notes.append(text("report.code", language, commit=git["commit"][:12], state=state))
    return [*lines, *(("", note) for note in notes)]
