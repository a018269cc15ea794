"""An answer is the true score on its scale, plus an error that a repetition would not show again, or nothing at all.

    answer = round(low + (high − low)·(score + e)),   e ~ N(0, spread²·(1 − reliability) / reliability)

The scale of five answers cuts the score into five equal parts. Errors and silences are keyed by survey, question, month
and person: nobody's answer depends on who else was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.chance import Key, stream
from cohesion_sim.state.people import STATUSES
from cohesion_sim.survey.instrument import Instrument
from cohesion_sim.survey.items import DELICATE, EVERYBODY, FACT, HOSTS, ITEMS, OPEN, SEVERAL, Item
from cohesion_sim.survey.luck import answering_luck
from cohesion_sim.survey.readings import READINGS, Scores
from cohesion_sim.survey.roll import Roll

if TYPE_CHECKING:
    import pandas as pd

GENERATIONS = ("hosts", "first", "second")
STRATEGIES = ("marginalisation", "assimilation", "separation", "integration")
MIDDLE = 3.0


def answered(roll: Roll, chosen: NDArray[np.int64], seed: int, instrument: Instrument) -> pd.DataFrame:
    """Return the answers of the persons at some positions of a roll, one row each, in their order.

    Columns are those of :data:`~cohesion_sim.survey.items.ITEMS` and what the institute knows, but wave and weight.
    """
    import pandas as pd

    asked = Roll(roll.month, {name: column[chosen] for name, column in roll.columns.items()}, roll.group_names)
    table: dict[str, object] = {
        "person": asked["key"],
        "month": roll.month,
        "place": asked["place"],
        "place_share": asked["share"],
        "group": np.array(roll.group_names)[asked["group"]],
        "generation": np.array(GENERATIONS)[asked["generation"]],
        "status": np.array(STATUSES)[asked["status"]],
    }
    for item in ITEMS:
        table[item.name] = answer(item, asked, seed, instrument)
    frame = pd.DataFrame(table)
    frame["strategy"] = strategies(frame["heritage"].to_numpy(), frame["host_orientation"].to_numpy())
    return frame


def answer(item: Item, roll: Roll, seed: int, instrument: Instrument) -> Scores:
    """Return everybody's answers to a question; NaN for those who were not asked or did not say."""
    score = READINGS[item.name](roll, instrument)
    key = Key(seed, stream(f"survey {item.name}"), roll.month)
    luck = np.empty((2, len(roll)))
    answering_luck(0, len(roll), roll["key"], luck, key)
    if item.measured != FACT:
        reliability = instrument.several if item.measured == SEVERAL else instrument.single
        error = instrument.spread * float(np.sqrt((1.0 - reliability) / reliability))
        if error > 0.0:
            score = score + error * luck[0]
    found = on_scale(item, score)
    silence = 0.0 if item.missing == OPEN else instrument.guarded if item.missing == DELICATE else instrument.silent
    if silence > 0.0:
        found = np.where(luck[1] < silence, np.nan, found)
    if item.of == EVERYBODY:
        return found
    asked: Scores = np.where(roll.migrant == (item.of != HOSTS), found, np.nan)
    return asked


def on_scale(item: Item, score: Scores) -> Scores:
    """Return scores, 0 to 1, on the scale of a question."""
    if item.labels and item.step == 1.0 and item.high > 1.0:
        parts = item.high - item.low + 1.0
        return np.clip(item.low + np.floor(score * parts), item.low, item.high)
    value = item.low + (item.high - item.low) * score
    if item.step > 0.0:
        value = item.low + np.floor((value - item.low) / item.step + 0.5) * item.step
    return np.clip(value, item.low, item.high)


def strategies(heritage: Scores, host_orientation: Scores) -> NDArray[np.object_]:
    """Return Berry's strategy by answers above the middle of the scale; None where one is missing."""
    known = ~(np.isnan(heritage) | np.isnan(host_orientation))
    code = 2 * (heritage > MIDDLE).astype(np.int64) + (host_orientation > MIDDLE)
    found: NDArray[np.object_] = np.array(STRATEGIES, object)[code]
    found[~known] = None
    return found
