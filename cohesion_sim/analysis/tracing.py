"""A number is traced to what moved it, to the numbers of the rules that did, and to what those rest on."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from cohesion_sim.errors import UserError, unknown
from cohesion_sim.evidence.ledger import defended
from cohesion_sim.experiment.store import Store
from cohesion_sim.measures.cutoffs import DEPRIVATIONS
from cohesion_sim.measures.outcomes import MEASURED, OUTCOMES
from cohesion_sim.mechanisms import MECHANISMS

PARTS = {
    "belonging_gap": ("belonging",),
    "trust_gap": ("trust",),
    "employment_gap": ("employment",),
    "warmth_spread": ("warmth",),
    "warmth_bimodality": ("warmth",),
    **dict.fromkeys(
        ("integration", "assimilation", "separation", "berry_marginalisation"), ("heritage", "host_orientation")
    ),
}
"""Outcomes that are worked out from others."""
COUNTED = tuple({"work": "employment", "rights": "status"}.get(name, name) for name in DEPRIVATIONS)
"""What the deprivations behind marginalisation are counted on."""


@dataclass(frozen=True)
class Run:
    """One finished run: how it is named, what decided it, its values at the end, and its ledger if it has one."""

    name: str
    configuration: Mapping[str, Any]
    ends: Mapping[str, float]
    ledger: pd.DataFrame


class Step(NamedTuple):
    """How much one term of a rule moved an outcome of one side from start to end; NaN without a ledger."""

    outcome: str
    side: str
    mechanism: str
    term: str
    change: float


class Ground(NamedTuple):
    """A number of a rule, as it was in the run, and what it rests on."""

    number: str
    value: float
    default: float
    low: float
    high: float
    unit: str
    rests_on: str
    source: str
    found: str
    address: str


def found_run(named: str, experiments: Path) -> Run:
    """Return a run by the folder that ``cohesion-sim run`` wrote, or by its id in an experiment.

    Parameters
    ----------
    named
        A folder, or the first eight or more characters of a run id.
    experiments
        Where experiments are.

    Raises
    ------
    UserError
        If there is no such run.
    """
    folder = Path(named)
    if (folder / "monthly.parquet").is_file() and (folder / "provenance.json").is_file():
        made = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
        last = pd.read_parquet(folder / "monthly.parquet").iloc[-1]
        ledger = folder / "ledger.parquet"
        entries = pd.read_parquet(ledger) if ledger.is_file() else pd.DataFrame()
        return Run(
            made["run_id"], made["configuration"], {str(key): float(each) for key, each in last.items()}, entries
        )
    for place in sorted(experiments.glob("*/plan.parquet")) if len(named) >= 8 else ():
        store = Store.open(place.parent)
        rows = store.runs()
        rows = rows[rows["run_id"].str.startswith(named)]
        if len(rows):
            row = rows.iloc[0]
            values = {column: float(row[column]) for each in OUTCOMES.values() for column in each.columns.values()}
            return Run(str(row["run_id"]), store.configuration(int(row["point"])), values, pd.DataFrame())
    raise UserError(f"{named}: no such run; give the folder that cohesion-sim run wrote, or a run id of an experiment")


def behind(outcome: str) -> tuple[str, ...]:
    """Return the outcomes that one is worked out from; itself if it is measured directly.

    Raises
    ------
    UserError
        If there is no such outcome, or it describes no state of people.
    """
    if outcome not in OUTCOMES:
        raise unknown("outcome", outcome, OUTCOMES)
    if outcome not in MEASURED:
        raise UserError(f"{outcome}: it counts persons or money, which no rule moves; choose an outcome of people")
    family = OUTCOMES[outcome].family
    if family == "marginalisation":
        one = outcome.removeprefix("deprived_").removeprefix("m0_")
        return ({"work": "employment", "rights": "status"}.get(one, one),) if one in DEPRIVATIONS else COUNTED
    return PARTS.get(outcome, (outcome,))


def steps(run: Run, outcome: str) -> list[Step]:
    """Return the terms of rules that move an outcome, largest first, with how much where the run kept a ledger."""
    running = {each["mechanism"] for each in run.configuration["mechanisms"]}
    if not run.ledger.empty and (run.ledger["outcome"] == outcome).any():
        entries = run.ledger[run.ledger["outcome"] == outcome]
        summed = entries.groupby(["side", "mechanism", "term"], sort=False)["change"].sum()
        ordered = summed.reindex(summed.abs().sort_values(ascending=False).index)
        return [
            Step(outcome, str(side), str(room), str(term), float(change))
            for (side, room, term), change in zip(ordered.index.tolist(), ordered.tolist(), strict=True)
        ]
    return [
        Step(part, "", name, term, math.nan)
        for part in behind(outcome)
        for name, mechanism in MECHANISMS.items()
        if name in running
        for moved, term in mechanism.terms
        if moved == part
    ]


def grounds(run: Run, outcome: str) -> list[Ground]:
    """Return the numbers of all rules that move an outcome, in the order in which they run.

    Raises
    ------
    UserError
        If no rule of the run moves it.
    """
    wanted = {f"people.{part}" for part in behind(outcome)}
    rooms = [
        each
        for each in run.configuration["mechanisms"]
        if (rule := MECHANISMS.get(each["mechanism"])) is not None
        and (any(moved in behind(outcome) for moved, _ in rule.terms) or wanted & rule.writes)
    ]
    if not rooms:
        raise UserError(
            f"{outcome}: no rule that ran moves it by itself; it follows from who is where and tied to whom"
        )
    now = {f"mechanisms.{each['mechanism']}.{name}": value for each in rooms for name, value in each.items()}
    return [
        Ground(
            each.key.removeprefix("mechanisms."), float(now[each.key]), each.value, each.low, each.high, each.unit,
            each.ground, each.source if each.evidence is None else f"{each.evidence.id}, {each.evidence.source}",
            "" if each.evidence is None else each.evidence.found, "" if each.evidence is None else each.evidence.url,
        )
        for each in defended()
        if each.key in now
    ]  # fmt: skip
