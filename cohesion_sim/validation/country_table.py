"""A country is told by its policy, migrants and unemployment and by what surveys found there, one line each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from cohesion_sim.policy.rights import STRANDS

UNION = ("Denmark", "Finland", "Germany", "Ireland", "Italy", "Netherlands", "Spain", "Sweden")
"""Members of the European Union whose strands are in the evidence."""


@cache
def countries() -> pd.DataFrame:
    """Return the countries: index name; columns as in the file, NaN for an unknown ``attitude``, rights by strand."""
    import yaml

    text = files(__package__).joinpath("countries.yaml").read_text(encoding="utf-8")
    rows = {}
    for name, entry in yaml.safe_load(text).items():
        rights = entry.pop("rights", dict.fromkeys(STRANDS, entry["mipex"]))
        rows[name] = {"attitude": np.nan, **entry, **rights}
    return pd.DataFrame.from_dict(rows, orient="index", dtype=float)


def union_rights() -> dict[str, float]:
    """Return the mean of each strand of rights over the members of the Union, 0 to 100."""
    means = countries().loc[list(UNION), list(STRANDS)].mean()
    return {strand: float(means[strand]) for strand in STRANDS}
