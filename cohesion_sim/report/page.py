"""One page holds everything: words, figures, tables, style and the few lines that show what the pointer is on."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from cohesion_sim.comparisons.shares import THRESHOLD
from cohesion_sim.errors import UserError, unknown
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.numerals import number
from cohesion_sim.plots.meaning import called
from cohesion_sim.plots.style import looks
from cohesion_sim.report import bars, figures, tables
from cohesion_sim.report.answer import SIDES, answer, best, named, side_line
from cohesion_sim.report.facts import again, assumed, cannot, heading
from cohesion_sim.report.stored_comparison import Told
from cohesion_sim.strings import LANGUAGES, label, scenario_label, text

COURSES = (("belonging", "migrants"), ("employment", "migrants"), ("trust", "hosts"), ("warmth", "hosts"))
"""Outcomes shown over time beside the one that is asked about."""


def page(told: Told, language: str = "en", outcome: str = "belonging.migrants") -> str:
    """Return the report as HTML that needs no other file and no network.

    Parameters
    ----------
    told
        A stored comparison.
    language
        ``"en"`` or ``"fr"``.
    outcome
        What the answer is about, with the side after a dot.

    Raises
    ------
    UserError
        For another language, or an outcome that was not measured on that side.
    """
    if language not in LANGUAGES:
        raise UserError(f"language is {language!r}; it must be one of {', '.join(LANGUAGES)}")
    name, side = asked(told, outcome)
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    room = Environment(
        loader=PackageLoader("cohesion_sim.report", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    inside = files(__package__)
    filled = {
        "language": language,
        "style": Markup(inside.joinpath("style.css").read_text(encoding="utf-8")),
        "pointer": Markup(inside.joinpath("pointer.js").read_text(encoding="utf-8")),
        "t": lambda key, **words: text(f"report.{key}", language, **words),
        **content(told, name, side, language, Markup),
    }
    return room.get_template("template.html").render(filled)


def asked(told: Told, outcome: str) -> tuple[str, str]:
    """Return the outcome and the side that an answer is about."""
    name, _, side = outcome.partition(".")
    if name not in OUTCOMES:
        raise unknown("outcome", name, OUTCOMES)
    side = side or OUTCOMES[name].covers
    if not any(told.contrast(name, side, each) for each in told.others):
        raise UserError(f"outcome={outcome}: {name} of {side} was not measured in this comparison")
    return name, side


def content(told: Told, outcome: str, side: str, language: str, safe: Any) -> dict[str, Any]:
    """Return everything that the page says, section by section."""
    first = best(told, outcome, side)
    return {
        **heading(told, language),
        "answer": answer(told, outcome, side, language),
        "sides": [side_line(told, each, first, language) for each in SIDES],
        "overviews": [
            (label("subgroup", each, language), tables.overview(told, each, names, language))
            for each, names in SIDES.items()
        ],
        "overview_note": text("report.overview_note", language, baseline=named(told.baseline, language)),
        "dots": safe(figures.differences(told, outcome, side, language)),
        "dots_title": text("report.dots", language, outcome=called(outcome, language, side)),
        "dots_table": tables.differences(told, outcome, side, language),
        "courses": courses(told, outcome, side, (told.baseline, first), language, safe),
        "course_note": text(
            "report.course_note", language, one=named(told.baseline, language), other=named(first, language)
        ),
        "key": [(scenario_label(name, language), look) for name, look in looks(told.scenarios).items()],
        **people(told, outcome, first, language, safe),
        **why(told, outcome, side, first, language, safe),
        "price": tables.price(told, outcome, language) if side == OUTCOMES[outcome].covers else None,
        "price_note": text(
            "report.cost_note", language, baseline=named(told.baseline, language),
            outcome=label("outcome", outcome, language),
        ),
        **assumed(told, language),
        "cannot": cannot(told, outcome, side, language),
        "again": again(told, language),
        "runs": told.provenance["runs"],
    }  # fmt: skip


def courses(
    told: Told, outcome: str, side: str, banded: tuple[str, str], language: str, safe: Any
) -> list[tuple[str, Any]]:
    """Return the course of the outcome that is asked about and of others."""
    shown = list(dict.fromkeys([(outcome, side), *COURSES]))
    found = []
    for name, of in shown[:4]:
        rows = told.series[told.series["subgroup"] == of]
        if name in rows and rows[name].notna().any():
            found.append((called(name, language, of), safe(figures.course(told, name, of, banded, language))))
    return found


def people(told: Told, outcome: str, first: str, language: str, safe: Any) -> dict[str, Any]:
    """Return who gains and who loses, if persons were followed."""
    followed = not told.gains.empty and outcome in set(told.gains["outcome"])
    threshold = number(100.0 * THRESHOLD, 0, language)
    return {
        "people": safe(bars.people(told, outcome, THRESHOLD, language)) if followed else None,
        "people_title": text(
            "report.people", language, outcome=label("outcome", outcome, language), threshold=threshold
        ),
        "people_note": text(
            "report.people_note", language, baseline=named(told.baseline, language), threshold=threshold
        ),
        "by_group": tables.by_group(told, outcome, first, language) if followed else None,
        "by_group_title": text("report.by_group", language, best=named(first, language)),
    }


def why(told: Told, outcome: str, side: str, first: str, language: str, safe: Any) -> dict[str, Any]:
    """Return what makes the best policy differ, if causes were written down."""
    title = text(
        "report.why", language, outcome=called(outcome, language, side), best=named(first, language),
        baseline=named(told.baseline, language),
    )  # fmt: skip
    known = not told.causes.empty and bool(((told.causes["outcome"] == outcome) & (told.causes["side"] == side)).any())
    steps = tables.causes(told, outcome, side, first, language) if known else []
    drawn = bars.causes(steps, outcome, title, language) if steps else None
    headings = [text("report.cause", language), text("report.difference", language)]
    digits = 3 if steps and max(abs(size) for _, size in steps) < 1.0 else 2
    rows = [[tables.Cell(name), tables.Cell(number(size, digits, language, signed=True))] for name, size in steps]
    return {
        "why": None if drawn is None else safe(drawn), "why_title": title, "why_table": tables.Table(headings, rows),
    }  # fmt: skip
