"""The full report is written by the room that writes all reports; the workshop hands it its runs and their causes."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.app import tasks
from cohesion_sim.app.crew import Crew
from cohesion_sim.app.explaining import Entry, comparison, ledger
from cohesion_sim.app.plan import Request
from cohesion_sim.app.refusing import refused
from cohesion_sim.app.scenario_file import as_asked, labels
from cohesion_sim.app.streams import whole_runs
from cohesion_sim.comparisons.comparison import FOLLOWED, Comparison
from cohesion_sim.runs.provenance import digest, now

if TYPE_CHECKING:
    from cohesion_sim.report.stored_comparison import Told

Causes = Mapping[str, Sequence[Entry]]
"""What moved each outcome, by scenario."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def report_policy() -> str:
    """Return the content security policy of a report: no script but the report's own."""
    script = files("cohesion_sim.report").joinpath("pointer.js").read_bytes()
    return f"{POLICY}; script-src 'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


async def report(crew: Crew, request: Request, language: str, asker: str) -> str:
    """Return the report of a comparison as a page of HTML.

    Raises
    ------
    UserError
        If there is nothing beside the baseline.
    """
    if len(request.policies) < 2:
        raise refused("nothing_beside")
    began = time.monotonic()
    called = labels(request, language)
    moved = asyncio.gather(*(ledger(crew, each, request.place.seed, asker) for each in request.scenarios().values()))
    runs, ledgers = await asyncio.gather(whole_runs(crew, request, asker, request.replicates), moved)
    found = comparison(request, runs, request.replicates, called)
    found.began, found.seconds = now(), time.monotonic() - began
    causes = dict(zip(called.values(), ledgers, strict=True))
    asked = as_asked(request)
    page: str = await crew.do(
        f"report {digest([asked, request.replicates])} {language}", tasks.report, (found, causes, asked, language),
        asker, 1,
    )  # fmt: skip
    return page


def written(found: Comparison, causes: Causes, asked: Mapping[str, Any], language: str) -> str:
    """Write the report of a comparison and what is needed to open it again."""
    from cohesion_sim.report.page import page

    return page(as_told(found, causes, asked), language)


def as_told(found: Comparison, causes: Causes, asked: Mapping[str, Any]) -> Told:
    """Return a comparison as if it had been read from its folder."""
    import pandas as pd

    from cohesion_sim.report.stored_comparison import Told

    rows = [(name, *row) for name, those in causes.items() for row in those]
    repeated = {
        "command": ["cohesion-sim", "app"],
        "file": json.dumps(asked, ensure_ascii=False, separators=(",", ":")),
    }
    return Told(
        Path(),
        {**found.provenance, **repeated},
        tuple(found.contrasts),
        found.series,
        found.who_gains(FOLLOWED),
        pd.DataFrame(rows, columns=["scenario", "outcome", "side", "mechanism", "term", "change"]),
    )
