"""A survey of one's own sets what hosts think at the start: trust, trust in institutions, view of immigration.

Equation
    mean = Σ w·(y − low)/(high − low) / Σ w      over hosts who answered

    y  answer on a scale from low to high      trust, trust_institutions, attitude
    w  weight of the respondent                weight
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from cohesion_sim.errors import UserError
from cohesion_sim.own_tables.columns import Given, Numbers, read

QUESTIONS = {"trust": "base_trust", "trust_institutions": "base_trust_institutions", "attitude": "host_attitude"}
"""Questions, and the number of a context that each sets."""
KNOWN = (*QUESTIONS, "weight", "side")
HOSTS = frozenset({"host", "hosts", "0", "native", "majority"})
FEW, SILENT = 100, 0.3


def attitudes_of(
    file: Path, mapping: Mapping[str, str], scales: Mapping[str, tuple[float, float]]
) -> tuple[dict[str, Any], Given]:
    """Return the values of a context that a survey sets, and the table with what is doubtful about it.

    Parameters
    ----------
    file
        CSV with a row a respondent: some of ``trust``, ``trust_institutions``, ``attitude`` (favourable is high);
        ``weight`` and ``side`` (``host`` or other) if there are.
    mapping
        Our names → the table's.
    scales
        Lowest and highest answer of each question; 0 to 10 unless given.

    Raises
    ------
    UserError
        If the table cannot be read or has none of the questions.
    """
    given = read(file, mapping, (), KNOWN)
    asked = [name for name in QUESTIONS if name in given.rows]
    if not asked:
        raise UserError(
            f"{file}: there is no column {' or '.join(QUESTIONS)}; say which one it is with columns=[trust:NAME]"
        )
    weights = given.numbers("weight", 0.0, 1e6) if "weight" in given.rows else np.ones(len(given))
    if "side" in given.rows:
        hosts = np.array([word.strip().lower() in HOSTS for word in given.rows["side"]])
        if not hosts.any():
            given.mistakes.append("side: nobody is a host; hosts are written 'host'")
    else:
        hosts = np.ones(len(given), np.bool_)
        given.doubts.append("side: no such column; all respondents count as hosts")
    values: dict[str, Any] = {}
    for name in asked:
        low, high = scales.get(name, (0.0, 10.0))
        answers = (given.numbers(name, low, high, mistake=False) - low) / (high - low)
        values |= told(given, name, answers[hosts], weights[hosts])
    return values, given


def told(given: Given, name: str, answers: Numbers, weights: Numbers) -> dict[str, Any]:
    """Return what one question sets, noting how many answered and how sure the mean is."""
    known = np.isfinite(answers) & np.isfinite(weights) & (weights > 0.0)
    if not known.any():
        given.mistakes.append(f"{name}: no host gave an answer on its scale")
        return {}
    y, w = answers[known], weights[known]
    mean = float(np.average(y, weights=w))
    spread = math.sqrt(float(np.average((y - mean) ** 2, weights=w)))
    effective = float(w.sum() ** 2 / (w**2).sum())
    if effective < FEW:
        half = 1.96 * spread / math.sqrt(effective)
        given.doubts.append(
            f"{name}: {effective:.0f} effective answers; the mean is known to ± {half:.2g} of its scale"
        )
    if known.mean() < 1.0 - SILENT:
        given.doubts.append(f"{name}: {1.0 - known.mean():.0%} of hosts gave no answer")
    if name == "attitude":
        return {
            "host_attitude": round(min(9.5, max(0.5, 10.0 * mean)), 2),
            "attitude_spread": round(min(4.0, max(0.1, 10.0 * spread)), 2),
        }  # fmt: skip
    return {QUESTIONS[name]: round(min(0.95, max(0.05, mean)), 3)}
