"""A calibration is a bank, an emulator, a posterior and its recovery, kept as tables, a world and draws to run over."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.calibrate.bank import Bank
from cohesion_sim.calibrate.emulator import Emulator
from cohesion_sim.calibrate.posterior import Posterior
from cohesion_sim.calibrate.question import Question
from cohesion_sim.calibrate.recovery import Recovery

SPREAD = 40
"""Draws that the experiment file runs over."""


@dataclass(frozen=True)
class Calibration:
    """Everything that a calibration found.

    Attributes
    ----------
    design
        Runs, persons and seed that repeat it.
    model
        Digest of the model that was fitted.
    """

    question: Question
    bank: Bank
    emulator: Emulator
    posterior: Posterior
    recovery: Recovery | None
    design: dict[str, int]
    model: str = ""

    def numbers(self) -> list[dict[str, Any]]:
        """Return a row for each free number: default, prior, posterior median and 90 % interval, recovery."""
        low, high = (self.question.scaled(end) for end in self.posterior.interval())
        median = self.question.scaled(np.median(self.posterior.draws, axis=0))
        rows = []
        for n, key in enumerate(self.question.keys):
            row: dict[str, Any] = {
                "number": key, "default": self.question.default[n], "prior_low": self.question.low[n],
                "prior_high": self.question.high[n], "median": median[n], "low": low[n], "high": high[n],
            }  # fmt: skip
            if self.recovery is not None:
                row |= {"coverage": self.recovery.coverage[n], "width": self.recovery.width[n]}
            rows.append(row)
        return rows

    def findings(self) -> list[dict[str, Any]]:
        """Return a row for each target: what was found, and what a run shows at the defaults and in the posterior."""
        before = self.emulator.predicted(self._unit(self.question.default)[None, :])[0][0]
        after = self.emulator.predicted(self.posterior.draws)[0].mean(axis=0)
        columns = {
            "finding": self.question.targets, "published": self.question.value, "spread": self.question.spread,
            "at the defaults": before, "in the posterior": after, "luck": self.emulator.luck(),
        }  # fmt: skip
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def _unit(self, point: NDArray[np.float64]) -> NDArray[np.float64]:
        return (point - self.question.low) / (self.question.high - self.question.low)

    def save(self, folder: Path) -> None:
        """Write tables, the record, the world of the median and an experiment over draws of the posterior."""
        import pandas as pd
        import yaml

        pd.DataFrame(self.numbers()).to_csv(folder / "numbers.csv", index=False)
        pd.DataFrame(self.findings()).to_csv(folder / "findings.csv", index=False)
        record = {
            **self.design, "failed_runs": self.bank.failed, "plausible_share_of_prior": self.posterior.plausible,
            "effective_draws": self.posterior.effective, "model": self.model,
            "recovery_trials": self.recovery.trials if self.recovery else 0,
        }  # fmt: skip
        (folder / "record.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        median = self.question.scaled(np.median(self.posterior.draws, axis=0))
        (folder / "posterior.yaml").write_text(self._world(median), encoding="utf-8")
        steps = np.linspace(0, len(self.posterior.draws) - 1, SPREAD).astype(int)
        draws = [
            {key: float(f"{value:.4g}") for key, value in zip(self.question.keys, point, strict=True)}
            for point in self.question.scaled(self.posterior.draws[steps])
        ]
        experiment = {
            "title": {"en": "Over the posterior", "fr": "Sur la loi a posteriori"},
            "question": {
                "en": "What does the calibration leave open?", "fr": "Que laisse ouvert le calage ?",
            },
            "design": {"list": draws},
        }  # fmt: skip
        text = yaml.safe_dump(experiment, sort_keys=False, allow_unicode=True, width=120)
        (folder / "over_posterior.yaml").write_text(text, encoding="utf-8")

    def _world(self, point: NDArray[np.float64]) -> str:
        lines = [
            "# Medians of a calibration; 90 % of the posterior in brackets.",
            f"# {self.design['runs']} runs of {self.design['population']} persons, seed {self.design['seed']}",
            "title: Fitted to the findings of kind C",
        ]
        intervals = dict(zip(self.question.keys, self.numbers(), strict=True))
        record = ""
        for key, value in sorted(zip(self.question.keys, point, strict=True)):
            *above, name = key.split(".")
            if above != record.split("."):
                if not record or above[0] != record.split(".")[0]:
                    lines.append(f"{above[0]}:")
                lines += [f"{'  ' * depth}{part}:" for depth, part in enumerate(above[1:], start=1)]
                record = ".".join(above)
            low, high = intervals[key]["low"], intervals[key]["high"]
            lines.append(f"{'  ' * len(above)}{name}: {value:.4g}   # [{low:.3g}, {high:.3g}]")
        return "\n".join(lines) + "\n"
