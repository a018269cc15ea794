"""Berry's strategies are two cut-offs: the cut-off drives the shares, so they are shown over a strip of cut-offs.

Sources
    Berry 1997, Immigration, acculturation, and adaptation, Applied Psychology 46. A42–A45: shares differ by instrument.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cohesion_sim.state.people import ADULT, People

if TYPE_CHECKING:
    import pandas as pd

STRATEGIES = ("berry_marginalisation", "assimilation", "separation", "integration")
"""In the order of their code: 2·(maintains heritage) + (takes part)."""
STRIP = tuple(round(0.25 + 0.05 * step, 2) for step in range(11))


def strategy_strip(people: People, cuts: Sequence[float] = STRIP) -> pd.DataFrame:
    """Return the shares of the four strategies among adult migrants, with both cut-offs moved together.

    Parameters
    ----------
    cuts
        Cut-offs, 0 to 1.

    Returns
    -------
    DataFrame
        Columns ``cut``, ``integration``, ``assimilation``, ``separation``, ``berry_marginalisation`` (shares, which
        add up to 1; NaN without adult migrants) and ``n`` (persons).
    """
    import pandas as pd

    who = people.active & (people.group > 0) & (people.age >= ADULT)
    heritage, orientation = people.heritage[who], people.host_orientation[who]
    count = len(heritage)
    rows = []
    for cut in cuts:
        code = 2 * (heritage > cut).astype(np.int64) + (orientation > cut)
        shares = np.bincount(code, minlength=4) / count if count else np.full(4, np.nan)
        rows.append({"cut": cut, **dict(zip(reversed(STRATEGIES), shares[::-1].tolist(), strict=True)), "n": count})
    return pd.DataFrame(rows)
