"""What a person's answer owes to chance depends on survey, question, month and person, never on who else was asked."""

from __future__ import annotations

from cohesion_sim.arrays import Doubles, Keys
from cohesion_sim.chance import Key, draws, normal
from cohesion_sim.compiled import loop


@loop
def answering_luck(lo: int, hi: int, people_key: Keys, luck: Doubles, key: Key) -> None:
    """Draw for persons lo … hi the error of an answer, nearly normal, and what decides on silence; ``luck`` (2, n)."""
    for i in range(lo, hi):
        luck[0, i] = normal(key, int(people_key[i]), 0)
        luck[1, i], _, _, _ = draws(key, int(people_key[i]), 1)
