"""A goal is an outcome of somebody and which way of it is better; a gain counts upwards whatever the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cohesion_sim.errors import UserError, unknown
from cohesion_sim.measures.outcomes import OUTCOMES

MOST = 4


@dataclass(frozen=True)
class Goal:
    """What to make better: an outcome, of ``"everybody"``, ``"hosts"`` or ``"migrants"``."""

    outcome: str
    of: str

    @property
    def better(self) -> int:
        """1 if more is better, −1 if less is."""
        return OUTCOMES[self.outcome].direction

    def gain(self, ends: Mapping[tuple[str, str], float], start: Mapping[tuple[str, str], float]) -> float:
        """Return how much better one run ended than another."""
        here = (self.outcome, self.of)
        return self.better * (ends[here] - start[here])


def goals_of(named: Sequence[str]) -> tuple[Goal, ...]:
    """Return goals from words such as ``"belonging"`` or ``"trust.hosts"``.

    Raises
    ------
    UserError
        For an outcome that does not exist, has no direction, or is not measured on them, and for none or too many.
    """
    if not 1 <= len(named) <= MOST:
        raise UserError(f"outcomes names {len(named)} outcomes; it must name from 1 to {MOST}")
    found = []
    for word in named:
        name, _, of = str(word).partition(".")
        if name not in OUTCOMES:
            raise unknown("outcome", name, OUTCOMES)
        outcome = OUTCOMES[name]
        if outcome.direction == 0:
            raise UserError(
                f"outcomes holds {name}, of which neither more nor less is better; choose one that has a direction"
            )
        if of and of not in outcome.columns:
            raise UserError(f"{name} of {of} is not measured; it is of {', '.join(outcome.columns)}")
        found.append(Goal(name, of or outcome.covers))
    return tuple(found)
