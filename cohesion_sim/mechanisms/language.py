"""Language learning: use and lessons bring a person closer to fluency; disuse takes some away.

Equation
    l' = l + (u·x + c·h + o·g)·e·(m − l)⁺ − d·(1 − x)·l
    x  = from_ties·ties + from_place·place + from_work·work
    e  = f + (1 − f)·education,   m = most + (1 − most)·education

    l  proficiency, 0..1                                      people.language
    x  exposure: share of encounters with speakers, 0..1      people.speaking_ties, places.language, people.employed
    h  lessons received, hours a month                        people.language_hours, people.tutoring
    g  digital courses, 0..1                                  levers.local.digital
    e  ease of learning, 0..1                                 people.education
    m  the most that a person comes to speak, 0..1            people.education
    u  gain from a month among speakers                       use
    c  gain from an hour of lessons                           lesson
    o  gain from a month of digital courses                   digital
    d  loss in a month without use                            disuse
    f  ease without any schooling                             unschooled
       the most without any schooling                         most
       hours of lessons in a month of tutoring                tutored
       what ties, place and work add to exposure              from_ties, from_place, from_work

Assumes
    Lessons, use and digital courses add up; digital courses add to lessons and never replace them. Nobody learns beyond
    a ceiling of her own, so that progress is fast at first and slow later, and schooling raises both pace and ceiling.

Sources
    A56 (Chiswick & Miller): concave in time, more with exposure and education, less in enclaves. I107: 46 % reach B1
    in a course of some 600 hours, against ``lesson``. T106: lessons without
    use in private life bring no progress, which is why gain is multiplied by what is left and use keeps it (sign of
    ``disuse``). C04: a third of an adult's contacts are at work.
    D02, I107: 700 lessons take beginners to about the middle of the scale (of those who end the course half reach B1,
    nine in ten of those who sit the test A2): .0016 an hour at mean schooling and ceiling.
    I035–I036, I129: a digital course equals a semester for those who finish it, 3 to 15 % of those who begin; one a
    year,
    5 % finished, 60 lessons' worth, is .0001 a month.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohesion_sim.arithmetic import clipped, whole
from cohesion_sim.arrays import Bytes, Codes, Doubles, Flags, Floats, Rows
from cohesion_sim.chance import Key
from cohesion_sim.compiled import BLOCK, block, loop, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism, Sums, noted
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.people import LISTED, migrants_listed
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Language(Mechanism):
    """Gain and loss of host-language proficiency."""

    use: float = param(0.033, unit="1/month", low=0.0, high=0.1, source="A56")
    lesson: float = param(0.0016, unit="1/hour", low=0.0, high=0.005, source="I107")
    digital: float = param(0.0001, unit="1/month", low=0.0, high=0.001, source="I035", sets="range")
    disuse: float = param(0.004, unit="1/month", low=0.0, high=0.02, source="T106", sets="range")
    tutored: float = param(18.0, unit="hours/month", low=0, high=30, source="I050", sets="range")
    unschooled: float = param(0.35, unit="share", low=0.1, high=0.8, source="A56")
    most: float = param(0.55, unit="share", low=0.3, high=1.0, source="A56", sets="range")
    from_ties: float = param(0.5, unit="share", low=0.2, high=0.6, source="assumption")
    from_place: float = param(0.2, unit="share", low=0.0, high=0.3, source="assumption")
    from_work: float = param(0.3, unit="share", low=0.1, high=0.5, source="C04", sets="range")

    name: ClassVar = "language"
    writes: ClassVar = frozenset({"people.language"})
    terms: ClassVar = (
        ("language", "use"),
        ("language", "lessons"),
        ("language", "digital courses"),
        ("language", "disuse"),
    )

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Apply a month of learning to everybody not born to the language."""
        people = world.people
        self.sweep(
            world, book, learn_all, people.active, people.group, people.place, people.language, people.speaking_ties,
            world.places.language, people.employed, people.language_hours, people.tutoring,
            levers.local.digital, people.education, self.sealed(),
        )  # fmt: skip


@rule
def exposure(ties: float, place: float, employed: float, p: Language) -> float:
    """Return the share of a person's encounters that are with speakers."""
    return p.from_ties * ties + p.from_place * place + p.from_work * employed


@rule
def learned(
    language: float, exposed: float, hours: float, digital: float, education: float, p: Language
) -> tuple[float, float, float, float]:
    """Return what a month changes: by use, by lessons, by digital courses, by disuse."""
    ceiling = p.most + (1.0 - p.most) * education
    ease = (p.unschooled + (1.0 - p.unschooled) * education) * max(ceiling - language, 0.0)
    return (
        p.use * exposed * ease,
        p.lesson * hours * ease,
        p.digital * digital * ease,
        -p.disuse * (1.0 - exposed) * language,
    )


@loop
def learn_all(
    lo: int, hi: int, sums: Sums, active: Flags, group: Codes, place: Rows, language: Floats, speaking_ties: Bytes,
    place_language: Doubles, employed: Flags, hours: Bytes, tutoring: Bytes, digital: Doubles, education: Floats, p:
    Language,
) -> None:  # fmt: skip
    """Apply the rule to rows lo … hi."""
    p = opened(p)
    who = np.empty(LISTED, np.int32)
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        for n in range(migrants_listed(first, last, active, group, who)):
            i = np.uint64(who[n])
            here = int(place[i])
            l = np.float64(language[i])  # noqa: E741  (the symbol of the equation)
            exposed = exposure(whole(speaking_ties[i]) * (1.0 / 255.0), place_language[here], int(employed[i]), p)
            used, taught, online, lost = learned(
                l,
                exposed,
                whole(hours[i]) + p.tutored * whole(tutoring[i]) * (1.0 / 255.0),
                digital[here],
                np.float64(education[i]),
                p,
            )
            language[i] = clipped(l + used + taught + online + lost, 0.0, 1.0)
            noted(sums, 0, True, used)
            noted(sums, 1, True, taught)
            noted(sums, 2, True, online)
            noted(sums, 3, True, lost)
