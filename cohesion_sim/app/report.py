"""The result is taken home as one page that opens anywhere: what was chosen, curves, verdicts, how to run it again."""

from __future__ import annotations

import asyncio
import html
import io
import json
from collections.abc import Sequence
from typing import Any

from cohesion_sim.app.crew import Crew
from cohesion_sim.app.explaining import comparison
from cohesion_sim.app.picture import differences
from cohesion_sim.app.plan import Policy, Request
from cohesion_sim.app.streams import whole_runs
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.plots.numbers import digits_for, number, step
from cohesion_sim.runs.provenance import model_version, now
from cohesion_sim.strings import label, text

REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
STYLE = """body{font:16px/1.5 'DejaVu Sans',system-ui,sans-serif;color:#222;max-width:60rem;margin:2rem auto}
body{padding:0 1rem}
h1{font-size:1.6rem;margin:0 0 .3rem}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}
table{border-collapse:collapse;width:100%}td.n{text-align:right;white-space:nowrap}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc;vertical-align:top}
svg{max-width:100%;height:auto}.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.8rem}
.card{border:1px solid #999;border-radius:8px;padding:.6rem .9rem}.card h3{margin:.1rem 0;font-size:1.05rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f4f4;padding:.7rem;font-size:.8rem}small{color:#555}
@media print{body{margin:0;max-width:none}.card,table,svg{break-inside:avoid}}"""
SIGNS = {
    "better": "verdict.better", "worse": "verdict.worse", "higher": "app.verdict_higher", "lower": "app.verdict_lower",
    "no difference": "verdict.same", "we cannot tell": "verdict.cannot_tell",
}  # fmt: skip


async def report(crew: Crew, request: Request, language: str, asker: str) -> str:
    """Return the report of a comparison as a page of HTML."""
    runs = await whole_runs(crew, request, asker, request.replicates)
    return await asyncio.to_thread(written, request, runs, language)


def written(request: Request, runs: Sequence[Finished], language: str) -> str:
    """Write the report."""
    called = labels(request, language)
    by_name = {name: [run for run in runs if run.name == name] for name in request.policies}
    rows = differences(by_name, next(iter(request.policies)))
    cards = "".join(card(policy, called[name], language) for name, policy in request.policies.items())
    asked = json.dumps(as_asked(request), ensure_ascii=False, indent=1)
    return f"""<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{said("app.report_title", language)}</title>
<style>{STYLE}</style></head><body><main>
<h1>{said("app.report_title", language)}</h1>
<p><small>{made(request, language)}</small></p>
<h2>{said("app.report_policies", language)}</h2><div class="cards">{cards}</div>
<h2>{said("app.report_curves", language)}</h2>{figure(request, runs, called, language)}
<h2>{said("app.report_differences", language)}</h2>{table(rows, called, language)}
<p>{said("app.report_reading", language)}</p>
<h2>{said("app.report_again", language)}</h2><p>{said("app.report_again_how", language)}</p>
<pre>{html.escape(asked)}</pre>
</main></body></html>"""


def said(key: str, language: str, **filled: object) -> str:
    """Return words, safe in HTML."""
    return html.escape(text(key, language, **filled))


def labels(request: Request, language: str) -> dict[str, str]:
    """Return what each scenario is called, no two the same."""
    found: dict[str, str] = {}
    for name, policy in request.policies.items():
        wanted = policy.label or label("regime", policy.regime, language)
        found[name] = wanted if wanted not in found.values() else f"{wanted} ({name})"
    return found


def made(request: Request, language: str) -> str:
    """Return what made the report: place, size, runs, luck, model and time."""
    place = request.place
    return said(
        "app.report_made", language, place=label("context", place.context, language),
        persons=number(place.persons, 0, language), years=number(place.months / 12, 0, language),
        replicates=request.replicates, seed=place.seed, version=model_version(), when=now(),
    )  # fmt: skip


def card(policy: Policy, called: str, language: str) -> str:
    """Return the card of a policy."""
    moved = "".join(
        f"<li>{html.escape(label('lever', key, language))}: {value:g}</li>" for key, value in policy.levers.items()
    )
    events = "".join(f"<li>{html.escape(event(each, language))}</li>" for each in policy.events)
    euros = said("app.euros_a_year", language, euros=number(policy.euros, 0, language))
    named = html.escape(label("regime", policy.regime, language))
    return f'<div class="card"><h3>{html.escape(called)}</h3><p>{named}; {euros}</p><ul>{moved}{events}</ul></div>'


def event(given: Any, language: str) -> str:
    """Return an entry of a timeline in words."""
    year = number(given["month"] / 12, 1, language)
    if "shock" in given:
        what = label("shock", given["shock"], language)
    else:
        parts = [label("regime", str(value), language) for key, value in given["set"].items() if key == "regime"]
        parts += [moved(key, value, language) for key, value in given["set"].items() if key != "regime"]
        what = text("app.reform_to", language, what=", ".join(parts))
    return text("app.in_year", language, year=year, what=what)


def moved(key: str, value: float, language: str) -> str:
    """Return a lever or the funding as a reform sets it."""
    if key.startswith("funding."):
        return text("app.euros_a_year", language, euros=number(value, 0, language))
    return f"{label('lever', key.removeprefix('regime.'), language)} {value:g}"


def figure(request: Request, runs: Sequence[Finished], called: dict[str, str], language: str) -> str:
    """Return the curves as SVG."""
    from matplotlib import rc_context

    from cohesion_sim.plots.files import SETTINGS
    from cohesion_sim.plots.trajectories import trajectories

    found = comparison(request, runs, request.replicates, called)
    with rc_context(SETTINGS):
        drawn = io.StringIO()
        trajectories(found, language=language).savefig(drawn, format="svg")
    return drawn.getvalue().partition("<svg")[1] + drawn.getvalue().partition("<svg")[2]


def table(rows: Sequence[dict[str, Any]], called: dict[str, str], language: str) -> str:
    """Return all differences as a table."""
    heads = ("app.outcome", "app.side", "app.scenario", "app.difference", "app.interval", "app.verdict")
    head = "".join(f'<th scope="col">{said(key, language)}</th>' for key in heads)
    body = "".join(row_of(row, called, language) for row in rows if row["difference"] is not None)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def row_of(row: dict[str, Any], called: dict[str, str], language: str) -> str:
    """Return one difference as a row."""
    digits = max(2, digits_for(abs(row["difference"])))
    interval = (
        f"{number(row['low'], digits, language)} … {number(row['high'], digits, language)}"
        if row["low"] is not None
        else "–"
    )
    words = (
        label("outcome", row["outcome"], language),
        label("subgroup", row["side"], language),
        called[row["scenario"]],
    )
    cells = "".join(f"<td>{html.escape(each)}</td>" for each in words)
    numbers = f'<td class="n">{step(row["difference"], digits, language)}</td><td class="n">{interval}</td>'
    verdict = "app.too_small" if row["small"] else SIGNS[row["verdict"]]
    return f"<tr>{cells}{numbers}<td>{said(verdict, language)}</td></tr>"


def as_asked(request: Request) -> dict[str, Any]:
    """Return a request as the page reads it back."""
    place = request.place
    return {
        "cohesion_sim": 1,
        "version": model_version(),
        "place": {"context": place.context, "persons": place.persons, "months": place.months, "seed": place.seed},
        "policies": {
            name: {
                "label": policy.label, "regime": policy.regime, "levers": dict(policy.levers), "euros": policy.euros,
                "events": [asked_event(each) for each in policy.events],
            }
            for name, policy in request.policies.items()
        },
    }  # fmt: skip


def asked_event(entry: Any) -> dict[str, Any]:
    """Return an entry of a timeline as a client writes it."""
    if "shock" in entry:
        return dict(entry)
    found: dict[str, Any] = {"month": entry["month"]}
    for key, value in entry["set"].items():
        group, _, name = key.partition(".")
        if not name:
            found["regime"] = value
        elif group == "funding":
            found["euros"] = value
        else:
            found.setdefault("levers", {})[name] = value
    return found
