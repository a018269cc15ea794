"""Which numbers decide an outcome, and which decide the difference that a policy makes, are two questions: both asked.

Morris screens everything by mean absolute elementary effects (μ*) and their spread (σ); Sobol's indices share out the
variance of the dozen that matter (S1 alone, ST with all interactions); of a Latin hypercube first-order indices are
estimated by RBD-FAST. All come with 95 % bootstrap intervals, in the unit cube of the factors' ranges.

Sources
    Morris 1991; Campolongo, Cariboni & Saltelli 2007; Sobol' 2001; Saltelli et al. 2010; Tarantola, Gatelli & Mara
    2006; Iwanaga, Usher & Herman 2022 (SALib).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from cohesion_sim.analysis.cases import Comparing, Sample
from cohesion_sim.analysis.quantity import Quantity
from cohesion_sim.errors import UserError
from cohesion_sim.experiment.store import Store

MEASURES = {
    "morris": ("mu_star", "mu", "sigma", "mu_star_conf"),
    "sobol": ("ST", "ST_conf", "S1", "S1_conf"),
    "latin_hypercube": ("S1", "S1_conf"),
}
"""What each method yields; the first orders the table, ``_conf`` is the half-width of a 95 % interval."""
FEWEST = 100
"""Rows of a Latin hypercube below which RBD-FAST says nothing that can be relied on."""


def sensitivity(store: Store, asked: Sequence[Quantity], compared: Comparing | None, seed: int = 1) -> pd.DataFrame:
    """Return indices of every factor: ``outcome``, ``target``, ``factor``, and the measures of the method.

    Parameters
    ----------
    compared
        What is compared; the targets are then each alternative and each difference to the baseline. None if the design
        has only a sample: the target is the outcome.
    seed
        Luck of the bootstrap.

    Raises
    ------
    UserError
        If the experiment has no sample or runs of it are missing.
    """
    told = store.about["sampling"]
    if told is None:
        raise UserError(f"{store.folder}: its design has no sample; sensitivity needs morris, sobol or latin_hypercube")
    sample = store.sample().to_numpy(float)
    rows = []
    for quantity in asked:
        for target, y in targets(store, quantity, compared, len(sample)).items():
            found = indices(told["method"], told["settings"], store.problem, sample, y, seed)
            found.insert(0, "target", target)
            found.insert(0, "outcome", quantity.name)
            rows.append(found)
    return pd.concat(rows, ignore_index=True)


def targets(store: Store, quantity: Quantity, compared: Comparing | None, count: int) -> dict[str, Sample]:
    """Return the values by row of the sample: of each alternative, then of each difference to the baseline."""
    if compared is None:
        runs = store.runs()
        values = pd.DataFrame({"outcome": quantity.values(store, runs).groupby(runs["sample"]).mean()})
    else:
        by_state = compared.by_state(quantity)
        values = by_state.groupby(compared.states["sample"]).mean()
    missing = count - len(values.dropna())
    if missing:
        raise UserError(
            f"{missing} of {count} rows of the sample have no result; finish them with: "
            f"cohesion-sim retry {store.folder}"
        )
    found = {str(name): values[name].to_numpy(float) for name in values}
    if compared is not None:
        base = found[compared.baseline]
        found |= {f"{name} − {compared.baseline}": found[name] - base for name in compared.others}
    return found


def indices(
    method: str, settings: Mapping[str, Any], problem: Mapping[str, Any], sample: Sample, y: Sample, seed: int = 1
) -> pd.DataFrame:
    """Return the indices of each factor of a sample, most important first; all 0 of what does not vary.

    Parameters
    ----------
    method, settings
        How the sample was drawn, as in :class:`cohesion_sim.experiment.sampling.Sampling`.
    problem
        SALib's problem; the sample lies in its unit cube.
    sample
        Shape (rows, factors).
    y
        Value of each row.

    Raises
    ------
    UserError
        If a Latin hypercube has fewer than 100 rows.
    """
    from SALib.analyze import morris, rbd_fast, sobol

    measures = MEASURES[method]
    if method == "latin_hypercube" and len(y) < FEWEST:
        raise UserError(f"the Latin hypercube has {len(y)} rows; sensitivity needs {FEWEST}, or morris or sobol")
    if np.ptp(y) == 0.0:
        return pd.DataFrame({"factor": problem["names"], **dict.fromkeys(measures, 0.0)})
    scaled = y if method == "morris" else (y - y.mean()) / y.std()
    if method == "morris":
        found = morris.analyze(problem, sample, scaled, num_levels=settings["levels"], seed=seed)
    elif method == "sobol":
        found = sobol.analyze(problem, scaled, calc_second_order=settings["second_order"], seed=seed)
    else:
        found = rbd_fast.analyze(problem, sample, scaled, num_resamples=200, seed=seed)
    columns = {name: np.asarray(found[name], float) for name in measures}
    return pd.DataFrame({"factor": problem["names"], **columns}).sort_values(
        measures[0], ascending=False, ignore_index=True, kind="stable"
    )
