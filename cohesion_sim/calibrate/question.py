"""What is fitted to what: free numbers with their priors, and findings with their ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.config.priors import declaration, declared
from cohesion_sim.errors import UserError, nearest, unknown
from cohesion_sim.validation import patterns as patterns
from cohesion_sim.validation.pattern import PATTERNS
from cohesion_sim.validation.published import published

FREE = (
    "mechanisms.employment.support",
    "mechanisms.encounters.base",
    "mechanisms.encounters.gain",
)
"""Numbers whose evidence is an effect that only a run can convert; all others stay where their evidence puts them."""
TARGETS = (
    "contact_trial",
    "contact_valence",
    "refugees_at_work_first_year",
    "refugees_at_work_second_year",
    "refugees_at_work_third_year",
    "refugees_at_work_five_years",
    "lessons_and_work",
    "intensive_programme",
    "job_matching",
    "attitude_mean",
    "attitude_spread",
)
"""Findings of kind C that they decide and that one run of some thousand persons can show."""
CALIBRATION = "C"
WITHIN = 4.0
"""The range that counts as found is taken as four standard deviations of the target."""


@dataclass(frozen=True)
class Question:
    """Free numbers and targets.

    Attributes
    ----------
    keys, low, high, default
        The free numbers, their prior ranges (flat) and their defaults; shape (numbers,).
    targets, value, spread
        The findings, what was published and its standard deviation; shape (targets,).
    """

    keys: tuple[str, ...]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    default: NDArray[np.float64]
    targets: tuple[str, ...]
    value: NDArray[np.float64]
    spread: NDArray[np.float64]

    def scaled(self, unit: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points of the unit cube, shape (points, numbers), in the units of the numbers."""
        return self.low + unit * (self.high - self.low)

    def changes(self, point: NDArray[np.float64]) -> dict[str, dict[str, float]]:
        """Return what a point sets, by mechanism and number."""
        found: dict[str, dict[str, float]] = {}
        for key, value in zip(self.keys, point, strict=True):
            *_, record, name = key.split(".")
            found.setdefault(record, {})[name] = float(value)
        return found


def question(free: Sequence[str] = FREE, targets: Sequence[str] = TARGETS) -> Question:
    """Return a question.

    Raises
    ------
    UserError
        For a number that is not declared or is none of a mechanism, a start or a network, and for a finding that does
        not exist, has no size, or is kept for validation.
    """
    fields = []
    for key in free:
        field = declaration(key)
        if field is None or type(field.default) is not float:
            near = nearest(key, declared())
            hint = f"did you mean '{near}'?" if near else "cohesion-sim list parameters names them all"
            raise UserError(f"{key}: no such declared number; {hint}")
        if key.split(".")[0] not in ("mechanisms", "dispositions", "mixing"):
            raise UserError(f"{key}: only numbers of mechanisms, dispositions and mixing are calibrated")
        fields.append(field)
    findings = []
    for name in targets:
        if name not in PATTERNS:
            raise unknown("finding", name, [each for each in PATTERNS if published()[each].kind == CALIBRATION])
        finding = published()[name]
        if finding.kind != CALIBRATION:
            raise UserError(
                f"{name} is of kind {finding.kind}; calibration may only see findings of kind {CALIBRATION}"
            )
        if finding.value != finding.value:
            raise UserError(f"{name} is a sign without a size; calibration needs a published value")
        findings.append(finding)
    return Question(
        tuple(free),
        np.array([field.metadata["low"] for field in fields], float),
        np.array([field.metadata["high"] for field in fields], float),
        np.array([field.default for field in fields], float),
        tuple(targets),
        np.array([each.value for each in findings]),
        np.array([(each.high - each.low) / WITHIN for each in findings]),
    )
