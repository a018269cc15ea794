"""Whether ties bridge the two sides follows from two numbers a side: ends of ties, and ends of ties that bridge.

Equations
    E-I = (E − I) / (E + I)                      E ties between the sides, I within
    r   = (Σ e_ss − Σ a_s²) / (1 − Σ a_s²)       e_ss share of ends within side s, a_s share of ends at s

Sources
    Krackhardt & Stern 1988 (E-I); Newman 2003, Mixing patterns in networks, Physical Review E 67 (assortativity).
"""

from __future__ import annotations

import numpy as np

from cohesion_sim.arrays import Counts, Doubles


def ei_index(ends: Counts, bridging: Counts) -> Doubles:
    """Return the E-I index, −1 to 1; NaN without ties.

    Parameters
    ----------
    ends, bridging
        Ends of ties, and of ties that bridge, at each side, shape (…, 2).
    """
    all_ends = ends.sum(axis=-1)
    across = bridging.sum(axis=-1)
    index: Doubles = np.where(all_ends > 0, (2.0 * across - all_ends) / np.maximum(all_ends, 1), np.nan)
    return index


def assortativity(ends: Counts, bridging: Counts) -> Doubles:
    """Return Newman's coefficient by side; NaN where one side has no ties. Shapes as in :func:`ei_index`."""
    total = np.maximum(ends.sum(axis=-1), 1)
    within = (ends - bridging).sum(axis=-1) / total
    at_hosts, at_migrants = ends[..., 0] / total, ends[..., 1] / total
    chance = at_hosts * at_hosts + at_migrants * at_migrants
    known = (ends[..., 0] > 0) & (ends[..., 1] > 0)
    coefficient: Doubles = np.where(known, (within - chance) / np.where(known, 1.0 - chance, 1.0), np.nan)
    return coefficient
