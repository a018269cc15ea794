"""The answer to a claim: verdict, effects with intervals, break-evens and prices, and every pair of runs behind it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.claims import judging, pairing, turning
from cohesion_sim.claims.claim import Claim, Pair
from cohesion_sim.claims.words import told
from cohesion_sim.comparisons.replication import Finished
from cohesion_sim.runs import provenance as origin
from cohesion_sim.runs import stored
from cohesion_sim.strings import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Answer:
    """What the runs say about a claim.

    Attributes
    ----------
    claim
        What was tested.
    pairs
        The design: combinations of factors, each with a seed of its own.
    runs
        The runs that were finished.
    population
        Persons in each run; None for those that the contexts have.
    """

    claim: Claim
    pairs: Sequence[Pair]
    runs: Sequence[Finished] = field(repr=False)
    draws: int
    seed: int
    population: int | None = None
    interrupted: bool = False
    seconds: float = 0.0

    @cached_property
    def ends(self) -> pd.DataFrame:
        """One row a pair of runs and outcome: see :func:`cohesion_sim.claims.pairing.ends`."""
        return pairing.ends(self.claim, self.pairs, pairing.succeeded(self.runs))

    @cached_property
    def years(self) -> pd.DataFrame:
        """The gain in the first outcome by year."""
        return pairing.years(self.claim, self.pairs, pairing.succeeded(self.runs))

    @cached_property
    def arms(self) -> pd.DataFrame:
        """One row a run: outcomes and euros spent a migrant and year."""
        return pairing.arms(self.claim, self.pairs, pairing.succeeded(self.runs))

    @cached_property
    def effects(self) -> list[judging.Effect]:
        """The effect at every level of every factor."""
        return judging.effects(self.claim, self.ends)

    @cached_property
    def verdict(self) -> judging.Verdict:
        """Holds, reverses, makes no difference that matters, depends (on what), or we cannot tell."""
        return judging.verdict(self.effects)

    @cached_property
    def turns(self) -> list[turning.Turn]:
        """The break-evens."""
        return turning.turns(self.claim, self.ends, self.years, self.arms, self.seed)

    def curves(self, scale: str) -> dict[tuple[str, str], turning.Curve]:
        """Return gains along the scale of a break-even, for each pair of arms."""
        return turning.curves(self.claim, scale, self.ends, self.years, self.arms)

    @cached_property
    def prices(self) -> list[turning.Price]:
        """What a point of the first outcome costs under each arm, where the claim asks for it."""
        return turning.prices(self.claim, self.arms, self.seed) if self.claim.price else []

    @cached_property
    def savings(self) -> list[turning.Saving]:
        """How much cheaper a point is under the arm that is claimed to be better, where the claim asks for prices."""
        return turning.savings(self.claim, self.arms, self.seed) if self.claim.price else []

    @property
    def failures(self) -> list[str]:
        """Runs that failed, one sentence each."""
        return [
            f"{run.name}, seed {self.seed + run.replicate}: {run.error}" for run in self.runs if run.error
        ]  # fmt: skip

    def text(self, language: str = "en") -> str:
        """Return the answer in words: what was claimed, how it was tested, the verdict and the numbers behind it."""
        return told(self, language)

    @property
    def provenance(self) -> dict[str, Any]:
        """What made this answer, as plain values."""
        return {
            "claim": origin.plain(self.claim),
            "draws": self.draws,
            "seed": self.seed,
            "population": self.population,
            "pairs": len(self.pairs),
            "interrupted": self.interrupted,
            "failures": self.failures,
            "seconds": round(self.seconds, 3),
            **origin.surroundings(),
        }

    def save(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Write tables (Parquet and CSV), texts and provenance into a folder; return the files.

        Raises
        ------
        UserError
            If nothing can be written there.
        """
        import pandas as pd

        place = stored.folder_for(folder)
        tables = {
            "effects": pd.DataFrame(self.effects, columns=list(judging.Effect._fields)),
            "pairs": self.ends,
            "arms": self.arms,
            "years": self.years,
        }
        if self.turns:
            tables["break_even"] = pd.DataFrame(self.turns, columns=list(turning.Turn._fields))
        if self.prices:
            tables["savings"] = pd.DataFrame(self.savings, columns=list(turning.Saving._fields))
            tables["prices"] = pd.DataFrame(self.prices, columns=list(turning.Price._fields))
        files = [path for name, each in tables.items() for path in stored.table(place / f"{name}.parquet", each, True)]
        files += [stored.text(place / f"answer_{word}.md", self.text(word) + "\n") for word in LANGUAGES]
        return [*files, stored.document(place / "provenance.json", self.provenance)]
