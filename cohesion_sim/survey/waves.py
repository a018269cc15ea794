"""A survey is waves of interviews: fresh samples, or the same panel as long as its members stay and go on answering."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cohesion_sim.survey.answers import answered
from cohesion_sim.survey.instrument import Instrument
from cohesion_sim.survey.items import ITEMS, RECORDED
from cohesion_sim.survey.roll import Roll
from cohesion_sim.survey.sampling import Design, sampled

if TYPE_CHECKING:
    import pandas as pd

FIRST = (
    "person", "wave", "month", "weight", "place", "place_share", "group", "generation", "woman", "age", "education",
    "status", "tenure_years", "employed", "language", "contact_frequency", "migrant_friend", "prejudice", "trust",
    "trust_institutions", "attachment", "discriminated", "wellbeing", "threat_economic", "threat_cultural", "strategy",
)  # fmt: skip
COLUMNS = (*FIRST, *(item.name for item in ITEMS if item.name not in FIRST))
"""The columns of a survey, in order; each is in the codebook."""
assert set(COLUMNS) == {*RECORDED, *(item.name for item in ITEMS)}


def interviews(rolls: Iterable[Roll], design: Design, seed: int, instrument: Instrument | None = None) -> pd.DataFrame:
    """Return the answers of a survey, one row a person and wave.

    Parameters
    ----------
    rolls
        The adults of each wave, in order of time.
    design
        Who is asked.
    seed
        Luck of the survey: of its samples, errors and silences.
    instrument
        How well it measures.
    """
    import pandas as pd

    chosen = instrument or Instrument()
    parts, panel = [], None
    for wave, roll in enumerate(rolls, start=1):
        where, weights = sampled(roll, design, seed, wave, chosen, panel)
        part = answered(roll, where, seed, chosen)
        part["wave"] = wave
        part["weight"] = weights
        parts.append(part)
        if design.panel:
            panel = roll["key"][where]
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]
