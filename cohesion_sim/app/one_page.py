"""The result in short is one printed sheet: what was compared, the four curves, their verdicts, what was decided."""

from __future__ import annotations

import asyncio
import html
import io
from collections.abc import Sequence
from typing import Any

from cohesion_sim.app.crew import Crew
from cohesion_sim.app.explaining import comparison
from cohesion_sim.app.picture import SHOWN, differences
from cohesion_sim.app.plan import Policy, Request
from cohesion_sim.app.scenario_file import labels
from cohesion_sim.app.settings import told
from cohesion_sim.app.streams import by_scenario, whole_runs
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.measures.outcomes import SIDES
from cohesion_sim.plots.numbers import digits_for, number, step
from cohesion_sim.runs.provenance import model_version, now
from cohesion_sim.strings import label, text

ONE_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
STYLE = """body{font:16px/1.5 'DejaVu Sans',system-ui,sans-serif;color:#222;max-width:60rem;margin:2rem auto}
body{padding:0 1rem}
h1{font-size:1.6rem;margin:0 0 .3rem}h2{font-size:1.15rem;margin:1.2rem 0 .4rem}
table{border-collapse:collapse;width:100%}td.n{font-variant-numeric:tabular-nums}
td.n span,td.n small{white-space:nowrap}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc;vertical-align:top}
th[scope=rowgroup]{font-weight:400}
.wide{overflow-x:auto}svg{max-width:100%;height:auto;display:block;margin:0 auto}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.6rem}
.card{border:1px solid #999;border-radius:8px;padding:.4rem .8rem}.card h3{margin:.1rem 0;font-size:1.05rem}
@media screen and (max-width:40rem){th,td{font-size:.75rem;padding:.3rem .2rem}td.n span,td.n small{white-space:normal}}
.card p,.card ul{margin:.2rem 0}.card ul{padding-left:1.1rem}small{color:#555}
@page{size:A4;margin:11mm}
@media print{body{margin:0;padding:0;max-width:none;font-size:8.5pt;line-height:1.35}
h1{font-size:14pt}h2{font-size:10pt;margin:2.2mm 0 1mm}
th,td{padding:.4mm 1.5mm}
table{font-size:calc(8.5pt - .1pt*(var(--rows) - 4))}svg{max-height:calc(118mm - 4mm*(var(--rows) - 4))}
.card,table,svg{break-inside:avoid}p{margin:1mm 0}}"""
SIGNS = {
    "better": "app.verdict_better", "worse": "app.verdict_worse", "higher": "app.verdict_higher",
    "lower": "app.verdict_lower", "no difference": "verdict.same",
    "we cannot tell": "verdict.cannot_tell",
}  # fmt: skip


async def one_page(crew: Crew, request: Request, language: str, decision: str, asker: str) -> str:
    """Return the result of a comparison as a page of HTML that prints on one sheet."""
    runs = await whole_runs(crew, request, asker, request.replicates)
    return await asyncio.to_thread(written, request, runs, language, decision)


def written(request: Request, runs: Sequence[Finished], language: str, decision: str) -> str:
    """Write the page."""
    called = labels(request, language)
    rows = differences(by_scenario(runs), next(iter(request.policies)))
    cards = "".join(card(policy, called[name], language) for name, policy in request.policies.items())
    decided = f"<h2>{said('app.decision', language)}</h2><p>{html.escape(decision)}</p>" if decision else ""
    return f"""<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{said("app.one_page_title", language)}</title>
<style>{STYLE}</style></head><body><main style="--rows:{len(SHOWN) * (len(called) - 1)}">
<h1>{said("app.one_page_title", language)}</h1>
<p><small>{made(request, language)}</small></p>
<h2>{said("app.report_policies", language)}</h2><div class="cards">{cards}</div>
<h2>{said("app.report_curves", language)}</h2>{figure(request, runs, called, language)}
<h2>{said("app.report_differences", language)}</h2>{table(rows, called, language)}
{decided}<p><small>{said("app.report_reading", language)}</small></p>
</main></body></html>"""


def said(key: str, language: str, **filled: object) -> str:
    """Return words, safe in HTML."""
    return html.escape(text(key, language, **filled))


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
    moved = "".join(f"<li>{html.escape(lever(key, value, language))}</li>" for key, value in policy.levers.items())
    events = "".join(f"<li>{html.escape(event(each, language))}</li>" for each in policy.events)
    if policy.setting:
        moved += f"<li>{html.escape(told(policy.setting, language))}</li>"
    euros = said("app.euros_a_year", language, euros=number(policy.euros, 0, language))
    named = html.escape(label("regime", policy.regime, language))
    return f'<div class="card"><h3>{html.escape(called)}</h3><p>{named} · {euros}</p><ul>{moved}{events}</ul></div>'


def event(given: Any, language: str) -> str:
    """Return an entry of a timeline in words."""
    year = number(given["month"] / 12, 1 if given["month"] % 12 else 0, language)
    if "shock" in given:
        what = label("shock", given["shock"], language)
    else:
        parts = [label("regime", str(value), language) for key, value in given["set"].items() if key == "regime"]
        parts += [changed(key, value, language) for key, value in given["set"].items() if key != "regime"]
        what = text("app.reform_to", language, what=", ".join(parts))
    return text("app.in_year", language, year=year, what=what)


def changed(key: str, value: float, language: str) -> str:
    """Return a lever or the funding as a reform sets it."""
    if key.startswith("funding."):
        return text("app.euros_a_year", language, euros=number(value, 0, language))
    if key.startswith("context."):
        return text(
            "app.counted",
            language,
            what=label("factor", key, language),
            n=number(value, 4 if value < 0.1 else 2, language),
        )
    return lever(key.removeprefix("regime."), value, language)


def lever(key: str, value: float, language: str) -> str:
    """Return a lever and where it stands."""
    group, _, name = key.partition(".")
    what = label("instrument", name, language) if group == "instruments" else label("lever", key, language)
    return text("app.counted", language, what=what, n=number(value, 0 if value > 1.0 else 2, language))


def figure(request: Request, runs: Sequence[Finished], called: dict[str, str], language: str) -> str:
    """Return the curves as SVG."""
    from matplotlib import rc_context

    from cohesion_sim.plots.files import SETTINGS
    from cohesion_sim.plots.trajectories import trajectories

    found = comparison(request, runs, request.replicates, called)
    with rc_context(SETTINGS):
        drawn = io.StringIO()
        trajectories(found, outcomes=SHOWN, language=language).savefig(drawn, format="svg")
    return drawn.getvalue().partition("<svg")[1] + drawn.getvalue().partition("<svg")[2]


def table(rows: Sequence[dict[str, Any]], called: dict[str, str], language: str) -> str:
    """Return the differences of what is drawn as a table, hosts beside migrants."""
    heads = [said("app.outcome", language), said("app.scenario", language)]
    heads += [html.escape(label("subgroup", side, language)) for side in SIDES]
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    cells = {(row["outcome"], row["scenario"], row["side"]): cell(row, language) for row in rows}
    others = dict.fromkeys(row["scenario"] for row in rows)
    body = "".join(
        f"<tr>{named(outcome, len(others), language) if name == next(iter(others)) else ''}"
        f"<td>{html.escape(called[name])}</td>{''.join(cells[outcome, name, side] for side in SIDES)}</tr>"
        for outcome in SHOWN
        for name in others
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def named(outcome: str, rows: int, language: str) -> str:
    """Return the head of an outcome's rows."""
    return f'<th scope="rowgroup" rowspan="{rows}">{html.escape(label("outcome", outcome, language))}</th>'


def cell(row: dict[str, Any], language: str) -> str:
    """Return one difference with its interval and verdict."""
    if row["difference"] is None:
        return "<td>–</td>"
    digits = max(2, digits_for(abs(row["difference"])))
    shown = f"<span>{step(row['difference'], digits, language)}</span>"
    if row["low"] is not None:
        shown += f" <span>[{step(row['low'], digits, language)}; {step(row['high'], digits, language)}]</span>"
    verdict = "app.too_small" if row["small"] else SIGNS[row["verdict"]]
    return f'<td class="n">{shown} <small>{said(verdict, language)}</small></td>'
