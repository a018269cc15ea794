"""An emulator says what a run would show at any point, and how unsure that is: a Gaussian process for each target.

Its nugget is the luck of single runs, so that what it predicts is the spread of a run, not of a mean over luck.
Findings of one run share its luck: what the emulator misses of them goes together, and is told as correlations.

Sources
    Rasmussen & Williams 2006; Kennedy & O'Hagan 2001; scikit-learn.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.calibrate.bank import Bank

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Emulator:
    """A fitted process for each target."""

    processes: tuple[Any, ...]
    alike: Floats
    """Correlations of what is missed of the targets, left out one run at a time; shape (targets, targets)."""

    def predicted(self, points: Floats) -> tuple[Floats, Floats]:
        """Return mean and standard deviation of a run at points of the unit cube, each of shape (points, targets)."""
        pairs = [process.predict(points, return_std=True) for process in self.processes]
        return np.column_stack([mean for mean, _ in pairs]), np.column_stack([spread for _, spread in pairs])

    def luck(self) -> Floats:
        """Return the standard deviation of single runs at one point, by target."""
        return np.array(
            [float(np.sqrt(process.kernel_.k2.noise_level)) * process._y_train_std for process in self.processes]
        )


def fitted(bank: Bank) -> Emulator:
    """Return an emulator of a bank."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a target that a number does not move has no length scale
        processes = tuple(_process().fit(bank.points, column) for column in bank.found.T)
    return Emulator(processes, np.atleast_2d(np.corrcoef([missed(process) for process in processes])))


def missed(process: Any) -> Floats:
    """Return what a process misses of each run when that is left out, in its own standard deviations."""
    from scipy.linalg import cho_solve

    precision = np.diag(cho_solve((process.L_, True), np.eye(len(process.L_))))
    left_out: Floats = process.alpha_.ravel() / np.sqrt(precision)
    return left_out


def refitted(emulator: Emulator, bank: Bank, left_out: int) -> Emulator:
    """Return the emulator with the same kernels and one run of the bank left out."""
    kept = np.arange(len(bank.points)) != left_out
    processes = tuple(
        _process(process.kernel_).fit(bank.points[kept], column[kept])
        for process, column in zip(emulator.processes, bank.found.T, strict=True)
    )
    return Emulator(processes, emulator.alike)


def _process(kernel: Any = None) -> Any:
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    if kernel is not None:
        return GaussianProcessRegressor(kernel, optimizer=None, normalize_y=True)
    free = ConstantKernel(1.0, (1e-2, 1e2)) * RBF(1.0, (0.05, 50.0)) + WhiteKernel(0.3, (1e-4, 2.0))
    return GaussianProcessRegressor(free, n_restarts_optimizer=1, normalize_y=True, random_state=0)
