"""Statistics are computed on answers as an analyst would: pairs with a missing answer are left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def correlation(answers: pd.DataFrame, one: str, other: str) -> float:
    """Return Pearson's correlation of two columns."""
    pairs = answers[[one, other]].dropna()
    return float(pairs[one].corr(pairs[other])) if len(pairs) > 10 else float("nan")


def partial_correlation(answers: pd.DataFrame, one: str, other: str, given: list[str]) -> float:
    """Return the correlation of two columns that is left when linear effects of others are taken out."""
    known = answers[[one, other, *given]].dropna().astype(float)
    x = np.column_stack([np.ones(len(known)), known[given].to_numpy()])
    left = [_residual(known[name].to_numpy(), x) for name in (one, other)]
    return float(np.corrcoef(left[0], left[1])[0, 1])


def coefficients(answers: pd.DataFrame, outcome: str, predictors: list[str]) -> dict[str, float]:
    """Return the standardised coefficients of a regression."""
    known = answers[[outcome, *predictors]].dropna().astype(float)
    scaled = (known - known.mean()) / known.std()
    beta, *_ = np.linalg.lstsq(scaled[predictors].to_numpy(), scaled[outcome].to_numpy(), rcond=None)
    return dict(zip(predictors, beta.tolist(), strict=True))


def share(answers: pd.Series[float], least: float) -> float:
    """Return the share of those who answered that gave at least an answer."""
    known = answers.dropna()
    return float((known >= least).mean()) if len(known) else float("nan")


def _residual(y: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    beta, *_ = np.linalg.lstsq(x, y, rcond=None)
    left: NDArray[np.float64] = y - x @ beta
    return left
