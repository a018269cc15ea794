"""Two sets of results of the same questions differ because the model does, or its numbers: both are listed.

Runs meet the same luck in both, so what differs in one cell is the change of the model, not noise.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cohesion_sim.errors import UserError
from cohesion_sim.experiment.store import Store
from cohesion_sim.measures.outcomes import OUTCOMES

COLUMNS = tuple(column for outcome in OUTCOMES.values() for column in outcome.columns.values())


@dataclass(frozen=True)
class Made:
    """Results: the version that made them, what decided them, and their values by case and outcome."""

    version: str
    configurations: Mapping[str, Mapping[str, Any]]
    values: pd.DataFrame


class Changed(NamedTuple):
    """How one outcome differs: in what share of the cases, by how much on average and at most."""

    outcome: str
    cases: int
    differing: float
    mean: float
    most: float


class Setting(NamedTuple):
    """A key of the configuration that differs, with both values; empty where there is none."""

    where: str
    key: str
    one: str
    other: str


def made(folder: Path) -> Made:
    """Return the results that a folder of ``run``, ``compare`` or ``experiment`` holds.

    Raises
    ------
    UserError
        If it holds none.
    """
    if (folder / "plan.parquet").is_file():
        return of_store(Store.open(folder))
    if not (folder / "provenance.json").is_file():
        raise UserError(f"{folder}: there are no results here; give the folder that run, compare or experiment wrote")
    told = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    if "scenarios" in told:
        series = pd.read_parquet(folder / "series.parquet")
        last = series[series["month"] == series["month"].max()].set_index(["scenario", "replicate", "subgroup"])
        return Made(told["model_version"], told["scenarios"], last.drop(columns="month"))
    monthly = pd.read_parquet(folder / "monthly.parquet").set_index("month")
    return Made(told["model_version"], {told["scenario"]: told["configuration"]}, monthly)


def of_store(store: Store) -> Made:
    """Return the results of an experiment by its factors and seed; its first configuration stands for all.

    Raises
    ------
    UserError
        If no run is finished.
    """
    runs = store.runs()
    runs = runs[runs["status"] == "done"]
    if runs.empty:
        raise UserError(f"{store.folder}: no run is finished; see: cohesion-sim status {store.folder}")
    values = runs.set_index([*store.columns, "seed"])[[name for name in COLUMNS if name in runs]]
    point = int(runs["point"].iloc[0])
    told = ", ".join(f"{name}={runs[name].iloc[0]}" for name in store.columns)
    return Made(store.about["model_version"], {told: store.configuration(point)}, values)


def differing(one: Made, other: Made) -> list[Changed]:
    """Return the outcomes that differ, most first; those that only one of the two has are left out.

    Raises
    ------
    UserError
        If they have no case in common.
    """
    if list(one.values.index.names) != list(other.values.index.names):
        raise UserError("the two folders hold results of different kinds; give two runs, comparisons or experiments")
    cases = one.values.index.intersection(other.values.index)
    if len(cases) == 0:
        raise UserError("the two folders have no case in common: same factors or scenarios, months and seeds")
    found = []
    for name in [name for name in one.values.columns if name in other.values.columns]:
        a, b = (pd.to_numeric(each.values.loc[cases, name]).to_numpy(float) for each in (one, other))
        apart = (a != b) & ~(np.isnan(a) & np.isnan(b))
        if apart.any():
            d = (b - a)[np.isfinite(b - a)]
            mean, most = (float(d.mean()), float(np.abs(d).max())) if len(d) else (float("nan"), float("nan"))
            found.append(Changed(str(name), len(cases), float(apart.mean()), mean, most))
    return sorted(found, key=lambda row: -row.most)


def settings_that_differ(one: Made, other: Made) -> list[Setting]:
    """Return the keys of the configurations that differ, scenario by scenario."""
    found = []
    for where in one.configurations:
        if where in other.configurations:
            a, b = (dict(flat(each.configurations[where])) for each in (one, other))
            found += [
                Setting(where, key, str(a.get(key, "")), str(b.get(key, "")))
                for key in dict.fromkeys([*a, *b])
                if a.get(key) != b.get(key)
            ]
    return found


def flat(tree: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every leaf of nested plain values with its dotted key; mechanisms and groups are keyed by name."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from flat(value, f"{above}{key}.")
    elif isinstance(tree, list) and tree and all(isinstance(each, Mapping) for each in tree):
        for number, each in enumerate(tree):
            yield from flat(each, f"{above}{each.get('mechanism', each.get('name', number))}.")
    else:
        yield above.removesuffix("."), tree
