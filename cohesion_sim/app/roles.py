"""A role has numbers of its own: where they stand before anybody predicts, and once revealed, which way they moved.

    towards: the 95 % interval of the paired difference lies wholly on the side that the role wishes;  away: opposite

What a role wishes is ours to set, for the sake of the play (assumption); it is no judgement of what is good.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from cohesion_sim.app.picture import Runs, difference, mean_at_end, told
from cohesion_sim.errors import unknown
from cohesion_sim.measures.outcomes import OUTCOMES


class Watched(NamedTuple):
    """A number that a role follows; ``wish`` is 1 if it hopes for more of it, −1 for less."""

    outcome: str
    side: str
    wish: int


ROLES: Mapping[str, tuple[Watched, ...]] = {
    "mayor": (
        Watched("marginalisation", "migrants", -1), Watched("trust", "hosts", 1),
        Watched("trust_institutions", "everybody", 1), Watched("dissimilarity", "everybody", -1),
    ),
    "ministry": (
        Watched("unspent", "everybody", -1), Watched("waiting_weeks", "everybody", -1),
        Watched("queue", "everybody", -1), Watched("employment_gap", "everybody", -1),
    ),
    "association": (
        Watched("belonging", "migrants", 1), Watched("discrimination", "migrants", -1),
        Watched("heritage", "migrants", 1), Watched("security_of_stay", "migrants", 1),
    ),
    "employer": (
        Watched("employment", "migrants", 1), Watched("employment", "hosts", 1),
        Watched("language", "migrants", 1), Watched("queue_recognition", "everybody", -1),
    ),
    "resident": (
        Watched("bridging_ties", "hosts", 1), Watched("general_queue", "everybody", -1),
        Watched("threat_economic", "hosts", -1), Watched("threat_cultural", "hosts", -1),
    ),
    "school": (
        Watched("language", "migrants", 1), Watched("bridged", "migrants", 1),
        Watched("exposure", "everybody", 1), Watched("queue_youth", "everybody", -1),
    ),
}  # fmt: skip
"""What each role follows; the first two are named in its goal."""


def numbers(role: str, runs: Runs, baseline: str) -> list[dict[str, Any]]:
    """Return a role's own numbers.

    Parameters
    ----------
    role
        One of :data:`ROLES`.
    runs
        Finished runs by scenario; those of the baseline alone before a round is revealed.
    baseline
        Name of the baseline.

    Returns
    -------
    list of dict
        ``outcome``, ``side``, ``wish``, ``baseline`` (mean over the last year) and ``moved``: a difference for each
        other scenario, with ``way``: ``"towards"``, ``"away"``, ``"too_small"`` or ``"cannot_tell"``.

    Raises
    ------
    UserError
        If there is no such role.
    """
    if role not in ROLES:
        raise unknown("role", role, ROLES)
    return [
        {
            **watched._asdict(),
            "baseline": mean_at_end(runs[baseline], watched.outcome, watched.side),
            "moved": [moved(watched, runs, name, baseline) for name in runs if name != baseline],
        }
        for watched in ROLES[role]
    ]


def moved(watched: Watched, runs: Runs, name: str, baseline: str) -> dict[str, Any]:
    """Return how a scenario moves a number, and whether that is the way the role wishes."""
    row, pairs = difference(runs, name, baseline, (watched.outcome, watched.side))
    found = told(row, pairs)
    low, high = found["low"], found["high"]
    if low is None or low <= 0.0 <= high:
        way = "cannot_tell"
    elif found["small"] and OUTCOMES[watched.outcome].unit == "share":
        way = "too_small"
    else:
        way = "towards" if (low > 0.0) == (watched.wish > 0) else "away"
    return {"scenario": name, "difference": found["difference"], "low": low, "high": high, "way": way}
