"""The mechanisms: one room a process, found by name, run in the order of this list unless a scenario says otherwise."""

from __future__ import annotations

from cohesion_sim.mechanisms.acculturation import Acculturation
from cohesion_sim.mechanisms.belonging import Belonging
from cohesion_sim.mechanisms.demography import Demography
from cohesion_sim.mechanisms.discrimination import Discrimination
from cohesion_sim.mechanisms.employment import Employment
from cohesion_sim.mechanisms.encounters import Encounters
from cohesion_sim.mechanisms.language import Language
from cohesion_sim.mechanisms.legal_status import LegalStatus
from cohesion_sim.mechanisms.mechanism import Mechanism
from cohesion_sim.mechanisms.moves import Moves
from cohesion_sim.mechanisms.norms import Norms
from cohesion_sim.mechanisms.politics import Politics
from cohesion_sim.mechanisms.preparation import Preparation
from cohesion_sim.mechanisms.solidarity import Solidarity
from cohesion_sim.mechanisms.threat import Threat
from cohesion_sim.mechanisms.ties import TieFormation
from cohesion_sim.mechanisms.trust import Trust
from cohesion_sim.mechanisms.wellbeing import Wellbeing

MECHANISMS: dict[str, type[Mechanism]] = {
    mechanism.name: mechanism
    for mechanism in (
        Demography,
        Preparation,
        LegalStatus,
        Language,
        Employment,
        Encounters,
        Norms,
        Threat,
        Discrimination,
        Acculturation,
        Trust,
        Belonging,
        Solidarity,
        Wellbeing,
        TieFormation,
        Moves,
        Politics,
    )
}


def register(mechanism: type[Mechanism]) -> type[Mechanism]:
    """Add a mechanism of one's own, so that scenarios can name it; usable as a decorator."""
    MECHANISMS[mechanism.name] = mechanism
    return mechanism


def defaults() -> tuple[Mechanism, ...]:
    """Return all mechanisms that run by default, with their default numbers, in order."""
    return tuple(mechanism() for mechanism in MECHANISMS.values() if mechanism.default_on)
