"""A mix is on the front if no other beats it, and near-best if none beats it by enough to matter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Gains = NDArray[np.float64]


def beaten(gains: Gains, by: float = 0.0) -> NDArray[np.bool_]:
    """Return which mixes some other mix beats: as good in every goal and better in one by more than a margin.

    Parameters
    ----------
    gains
        Shape (mixes, goals); more is better.
    by
        The margin.
    """
    apart = gains[None, :, :] - gains[:, None, :]
    beats = np.logical_and(np.all(apart >= 0.0, axis=2), np.any(apart > by, axis=2))
    return np.asarray(np.any(beats, axis=1), np.bool_)


def front_of(gains: Gains) -> NDArray[np.int64]:
    """Return the numbers of the mixes that no other beats, the best in the first goal first."""
    front = np.flatnonzero(~beaten(gains))
    order: NDArray[np.int64] = front[np.argsort(-gains[front, 0], kind="stable")]
    return order


def spread_out(gains: Gains, front: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Return at most so many mixes of a front, as far apart in their gains as can be, in the order of the front.

    The best compromise (the largest sum of gains, each over its range) and the best mix in each goal come first, then
    always the one that lies furthest from those taken.
    """
    if len(front) <= most:
        return front
    span = np.ptp(gains[front], axis=0)
    scaled = (gains[front] - gains[front].min(axis=0)) / np.where(span > 0.0, span, 1.0)
    taken = list(dict.fromkeys([int(scaled.sum(axis=1).argmax()), *scaled.argmax(axis=0).tolist()]))[:most]
    while len(taken) < most:
        distance = np.abs(scaled[:, None, :] - scaled[taken][None, :, :]).sum(axis=2).min(axis=1)
        taken.append(int(distance.argmax()))
    chosen: NDArray[np.int64] = front[np.sort(np.array(taken, np.int64))]
    return chosen
