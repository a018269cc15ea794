"""A trial is run twice: with the treatment, for the study's estimate, and without, for what it truly did.

Both runs share all chances, so the second tells what would have become of each treated person: the difference is the
true effect on the treated, and how far a design misses it is seen.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cohesion_sim.arrays import Keys
from cohesion_sim.errors import UserError
from cohesion_sim.runs import stored
from cohesion_sim.runs.run import checked_seed
from cohesion_sim.runs.running import run_through
from cohesion_sim.runs.surveying import Listing
from cohesion_sim.scenario import Scenario
from cohesion_sim.survey.answers import answer
from cohesion_sim.survey.instrument import EXACT, Instrument
from cohesion_sim.survey.items import ITEMS, Item
from cohesion_sim.survey.readings import READINGS, Scores
from cohesion_sim.survey.roll import Roll
from cohesion_sim.trials.arms import Arms
from cohesion_sim.trials.intervention import Delivery, Enrolment
from cohesion_sim.trials.protocol import INDIVIDUAL, Protocol

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Trial:
    """The result of a trial.

    Attributes
    ----------
    table
        One row a replicate: ``estimate`` with ``se``, ``low``, ``high``, ``p``; ``d``, the same in standard deviations
        of the controls; ``truth``, the true mean effect on the treated; ``treated``, ``control`` and ``lost``, persons.
    persons
        One row a person enrolled: ``replicate``, ``person``, ``place``, ``treated``, ``enrolled``, ``running``,
        ``baseline``, ``outcome`` (as measured), ``truth`` (of the treated).
    """

    protocol: Protocol
    scenario: Scenario
    table: pd.DataFrame
    persons: pd.DataFrame

    def save(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Write both tables as Parquet and CSV into a folder; return the files."""
        place = stored.folder_for(folder)
        tables = {"trial": self.table, "persons": self.persons}
        return [path for name, table in tables.items() for path in stored.table(place / f"{name}.parquet", table, True)]


def trial(
    scenario: Scenario,
    treatment: str,
    outcome: str,
    *,
    design: str = INDIVIDUAL,
    eligible: str = "",
    start: int = 24,
    window: int = 1,
    months: int = 6,
    follow: int = 12,
    share: float = 0.5,
    dose: float | None = None,
    running: str = "education",
    cutoff: float | None = None,
    bandwidth: float | None = None,
    seed: int | None = None,
    replicates: int = 1,
    instrument: Instrument | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Trial:
    """Give something to some in a run, and estimate its effect as a study would.

    Parameters
    ----------
    scenario
        Where the trial takes place; its length follows from the trial.
    treatment, outcome, design, eligible, start, window, months, follow, share, dose, running, cutoff, bandwidth
        The protocol (:class:`~cohesion_sim.trials.protocol.Protocol`).
    seed
        Seed of the first replicate; that of the scenario if not given.
    replicates
        How often the trial is done, with seeds one after another.
    instrument
        How well outcomes are measured.
    progress
        Called with the replicates done and the replicates in all.

    Raises
    ------
    UserError
        For a protocol that cannot be carried out, or if nobody is eligible.
    """
    import pandas as pd

    protocol = Protocol(
        treatment, outcome, design, eligible, start, window, months, follow, share, dose, running, cutoff, bandwidth
    )  # fmt: skip
    first = checked_seed(scenario.seed if seed is None else seed)
    if isinstance(replicates, bool) or not isinstance(replicates, int) or replicates < 1:
        raise UserError(f"trial: replicates is {replicates!r}; it must be a whole number of at least 1")
    rows, parts = [], []
    for replicate in range(replicates):
        persons, cut = carried_out(scenario, protocol, first + replicate, instrument or Instrument())
        persons.insert(0, "replicate", replicate)
        parts.append(persons)
        rows.append({"replicate": replicate, **summary(persons, protocol, cut)})
        if progress is not None:
            progress(replicate + 1, replicates)
    return Trial(protocol, scenario, pd.DataFrame(rows), pd.concat(parts, ignore_index=True))


def summary(persons: pd.DataFrame, protocol: Protocol, cutoff: float | None) -> dict[str, float]:
    """Return the estimate of one replicate, the truth and the numbers of persons."""
    from cohesion_sim.trials.estimates import estimated

    treated = persons["treated"]
    return {
        **estimated(persons, protocol, cutoff)._asdict(),
        "truth": float(persons.loc[treated, "truth"].mean()),
        "treated": int(treated.sum()),
        "control": int((~treated).sum()),
        "lost": int(persons["outcome"].isna().sum()),
    }


def carried_out(
    scenario: Scenario, protocol: Protocol, seed: int, instrument: Instrument
) -> tuple[pd.DataFrame, float | None]:
    """Run a trial and its twin without treatment; return the persons and the cut-off."""
    import pandas as pd

    arms, before, after = half(scenario, protocol, seed, idle=False)
    _, _, without = half(scenario, protocol, seed, idle=True)
    if len(arms.key) == 0:
        raise UserError(f"trial: nobody is eligible ({protocol.population}) from month {protocol.start} on")
    exact, spared = (found(roll, arms.key, true_scores(roll, protocol.outcome)) for roll in (after, without))
    persons = pd.DataFrame(
        {
            "person": arms.key,
            "place": arms.place,
            "treated": arms.treated,
            "enrolled": arms.since,
            "running": arms.running,
            "baseline": scores(before, arms.key, protocol.outcome, seed, instrument),
            "outcome": scores(after, arms.key, protocol.outcome, seed, instrument),
            "truth": np.where(arms.treated, exact - spared, np.nan),
        }
    )
    return persons, arms.cutoff


def half(scenario: Scenario, protocol: Protocol, seed: int, *, idle: bool) -> tuple[Arms, Roll, Roll]:
    """Run a scenario with (or, idle, without) the treatment; return arms and rolls before and after."""
    arms = Arms(protocol, seed)
    mechanisms = (Delivery(arms=arms, idle=idle), *scenario.mechanisms, Enrolment(arms=arms, idle=idle))
    listing = Listing([protocol.start, protocol.measured])
    run_through(replace(scenario, mechanisms=mechanisms, months=protocol.measured), seed, listing)
    return arms, listing.rolls[protocol.start], listing.rolls[protocol.measured]


def scores(roll: Roll, keys: Keys, outcome: str, seed: int, instrument: Instrument) -> Scores:
    """Return the answers of some persons to the outcome's question."""
    return found(roll, keys, answer(question(outcome), roll, seed, instrument))


def true_scores(roll: Roll, outcome: str) -> Scores:
    """Return everybody's true score on the scale of the outcome's question, unrounded."""
    item = question(outcome)
    exact: Scores = item.low + (item.high - item.low) * READINGS[outcome](roll, EXACT)
    return exact


def question(outcome: str) -> Item:
    """Return the question of a name."""
    return next(item for item in ITEMS if item.name == outcome)


def found(roll: Roll, keys: Keys, values: Scores) -> Scores:
    """Return the values of some persons of a roll; NaN for those who are not there."""
    if len(roll) == 0:
        return np.full(len(keys), np.nan)
    order = np.argsort(roll["key"], kind="stable")
    at = order[np.minimum(np.searchsorted(roll["key"][order], keys), len(order) - 1)]
    return np.where(roll["key"][at] == keys, values[at], np.nan)
