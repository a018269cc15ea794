"""A result is what a run leaves: tables with one row a month, and everything that is needed to run it again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.errors import UserError
from cohesion_sim.measures.acculturation import strategy_strip
from cohesion_sim.measures.recorder import Recorder
from cohesion_sim.measures.subgroups import checked
from cohesion_sim.runs import provenance as origin
from cohesion_sim.runs import stored
from cohesion_sim.runs.explaining import entries, ledger_of
from cohesion_sim.runs.running import Progress, run_through
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.runs.story import Story, story
from cohesion_sim.runs.surveying import checked as checked_months
from cohesion_sim.runs.surveying import rolls
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.world import World
from cohesion_sim.survey.instrument import Instrument
from cohesion_sim.survey.roll import Roll
from cohesion_sim.survey.sampling import Design
from cohesion_sim.survey.waves import interviews

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Result:
    """The result of one run.

    Attributes
    ----------
    scenario, seed
        What was run.
    monthly
        One row a month, ``month`` 0 (the start) to ``months``; one column an outcome. Whom a column covers, its unit
        and meaning are in :data:`cohesion_sim.measures.outcomes.OUTCOMES`.
    world
        People, ties and places at the end.
    """

    scenario: Scenario
    seed: int
    monthly: pd.DataFrame
    recorder: Recorder
    world: World
    began: str
    seconds: float
    threads: int
    _ledger: pd.DataFrame | None = field(default=None, repr=False)
    _rolls: dict[int, Roll] = field(default_factory=dict, repr=False)

    @property
    def run_id(self) -> str:
        """Hash of configuration, seed and model version."""
        return origin.run_id(self.scenario, self.seed)

    def by(self, key: str) -> pd.DataFrame:
        """Return the outcomes by subgroup, one row a month and subgroup.

        Parameters
        ----------
        key
            ``"side"``, ``"group"``, ``"generation"``, ``"status"``, ``"sex"``, ``"cohort"`` or ``"place"``.

        Returns
        -------
        DataFrame
            As ``monthly``, with a column ``subgroup``. Values that rest on fewer than 30 persons are hidden (NaN). In
            the cohort ``founders`` (adults who were here at the start), those who died or departed keep counting with
            their last values.

        Raises
        ------
        UserError
            If there is no such key, or it was not measured in this run.
        """
        name = checked(key)
        if name not in self.recorder.cells:
            raise UserError(
                f"subgroups by {name} were not measured in this run; ask for simulate(…, subgroups=['{name}'])"
            )
        return self.recorder.by(name)

    @property
    def strategies(self) -> pd.DataFrame:
        """Shares of Berry's strategies in the last month over a strip of cut-offs."""
        return strategy_strip(self.world.people)

    @property
    def ledger(self) -> pd.DataFrame:
        """What moved each outcome: month, outcome, side, mechanism, term, change.

        If it was not kept, the run is done again with a ledger: it is a function of scenario and seed.
        """
        if self._ledger is None:
            _, self._ledger = recorded(self.scenario, self.seed, threads=self.threads)
        return self._ledger

    def story(self, person: int | str = "median") -> Story:
        """Return the life of one person, by her key, or of who got the ``"median"``, ``"most"`` or ``"least"`` help.

        The run is done again to follow her.
        """
        return story(self.scenario, self.seed, person, self.threads)

    def survey(
        self,
        n: int = 2000,
        months: Iterable[int] | None = None,
        seed: int | None = None,
        *,
        of: str = "everybody",
        panel: bool = False,
        arrived: tuple[int, int] | None = None,
        migrants: float | None = None,
        instrument: Instrument | None = None,
    ) -> pd.DataFrame:
        """Return what a survey of this run would find, with errors of measurement, refusals and silences.

        The run is done again to list the adults of the months asked for; they are kept for the next survey.

        Parameters
        ----------
        n
            Respondents in each wave; fewer, if not so many are there and willing.
        months
            Months of the waves, 0 (the start) to the length of the run; the last month if not given.
        seed
            Luck of the survey; that of the run if not given.
        of
            ``"everybody"``, ``"hosts"`` or ``"migrants"``.
        panel
            Whether those of the first wave are asked again, as long as they are there and go on answering.
        arrived
            First and last month of arrival of a cohort of migrants, counted from the start.
        migrants
            Share of migrants in the sample, if they are to be oversampled; the column ``weight`` undoes it.
        instrument
            Reliability and response; :data:`cohesion_sim.survey.instrument.EXACT` measures without error.

        Returns
        -------
        DataFrame
            One row a person and wave; the columns are explained by :func:`cohesion_sim.survey.codebook.codebook`.

        Raises
        ------
        UserError
            For a design that cannot be carried out, or a month that is not in the run.
        """
        design = Design(n, of, panel, arrived, migrants)
        wanted = checked_months([self.scenario.months] if months is None else months, self.scenario.months)
        missing = [month for month in wanted if month not in self._rolls]
        if missing:
            self._rolls |= rolls(self.scenario, self.seed, missing, threads=self.threads)
        waves = [self._rolls[month] for month in wanted]
        return interviews(waves, design, self.seed if seed is None else seed, instrument)

    @property
    def provenance(self) -> dict[str, Any]:
        """What made this result, as plain values."""
        configuration = origin.configuration(self.scenario)
        return {
            "run_id": self.run_id,
            "scenario": self.scenario.name,
            "seed": self.seed,
            "configuration_hash": origin.digest(configuration),
            "began": self.began,
            "seconds": round(self.seconds, 3),
            "threads": self.threads,
            **origin.surroundings(),
            "configuration": configuration,
        }

    def save(self, folder: str | os.PathLike[str], csv: bool = False) -> list[Path]:
        """Write tables (Parquet, and CSV if asked for) and provenance (JSON) into a folder; return the files.

        A file appears under its name only when it is complete.

        Raises
        ------
        UserError
            If nothing can be written there.
        """
        place = stored.folder_for(folder)
        tables = {"monthly": self.monthly, "strategies": self.strategies}
        tables |= {f"by_{key}": self.recorder.by(key) for key in self.recorder.cells}
        if self._ledger is not None:
            tables["ledger"] = self._ledger
        files = [path for name, table in tables.items() for path in stored.table(place / f"{name}.parquet", table, csv)]
        return [*files, stored.document(place / "provenance.json", self.provenance)]


def recorded(
    scenario: Scenario, seed: int, *, threads: int | None = None, progress: Progress | None = None,
    recorder: Recorder | None = None,
) -> tuple[Simulation, pd.DataFrame]:  # fmt: skip
    """Run a scenario with a ledger and return the simulation and the ledger's table."""
    import pandas as pd

    ledger = ledger_of(scenario.measures)

    def watch(simulation: Simulation) -> None:
        ledger.watch(simulation.world)
        if recorder is not None:
            recorder.record(simulation.world, simulation.accounts)

    simulation = run_through(scenario, seed, watch, threads=threads, book=ledger, progress=progress)
    return simulation, pd.DataFrame(entries(ledger, scenario.measures))
