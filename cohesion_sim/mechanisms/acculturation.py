"""Acculturation: contact and language draw migrants to the host culture; pressure on it can harden their heritage.

Equation
    O' = O + r·(s_O − O) + push(meet·x·n/(n+2) + speak·(l − ½) + secure·(status − ½) + ask·(X − ½) − reject·D)
    H' = H + r·(s_H·m − H) + push(kept·(q − ½) + home·(T − ½) + support·(M·(½ + ½·K) − ½) − weaken·P
                                + react·s_H·(P + D))
    T' = T − fade·(T − t₀ − (1 − t₀)·connected·N)

    O, H  host orientation and heritage, 0..1             people.host_orientation, people.heritage
    m     1 − fades·t/(t + half) after t months of stay     dispositions.heritage_fades, dispositions.heritage_half
          of those born abroad, 1 for their children         people.months_since_arrival, people.generation
    s     set points                                      people.host_orientation_setpoint, people.heritage_setpoint
    x, n  balance and number of encounters                people.contact, people.encounters
    l     proficiency                                     people.language
    D     perceived discrimination                        people.discrimination
    q     share of ties in the own group                  people.own_ties
    T     transnational connection                        people.transnational
    N     ease of staying in touch with the origin        levers.country.connectivity
    M, X  maintenance, mixing                             levers.country.maintenance, levers.country.mixing
    P     pressure (1 − M)·X                              levers.country.pressure
    K     cultural life in the place                      levers.local.culture
       returning, meet, speak, secure, ask, reject, kept, home, support, weaken, react, fade,
       least_connection, connected

Assumes
    Reaction is in proportion to how strong the heritage was (the set point): pressure weakens the weakly attached and
    hardens the strongly attached. It turns at ``weaken`` over ``react``, near the mean disposition.

Sources
    A109 (a ban backfires where identity is strong) gives the sign of the reaction. T110–T111 (origin matters less with
    stay). P22 (primed discrimination lowers national belonging of some), P28 (language makes people identify), P29 (who
    is integrated is attached), P47 (money sent home does not fade, against ``fade``). A35 is kept for validation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohesion_sim.arithmetic import clipped, pushed, whole
from cohesion_sim.arrays import Bytes, Codes, Doubles, Flags, Floats, Months, Rows
from cohesion_sim.chance import Key
from cohesion_sim.compiled import BLOCK, block, loop, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism, Sums, noted
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Country, Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.people import LISTED, PERMANENT, migrants_listed
from cohesion_sim.state.persons import remaining
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Acculturation(Mechanism):
    """Berry's two dimensions."""

    returning: float = param(0.02, unit="1/month", low=0.005, high=0.1, source="assumption")
    meet: float = param(0.012, unit="1/month", low=0.0, high=0.05, source="P29", sets="range")
    speak: float = param(0.008, unit="1/month", low=0.0, high=0.03, source="P28", sets="range")
    secure: float = param(0.003, unit="1/month", low=0.0, high=0.02, source="A83")
    ask: float = param(0.003, unit="1/month", low=0.0, high=0.02, source="assumption")
    reject: float = param(0.02, unit="1/month", low=0.0, high=0.06, source="P22", sets="range")
    kept: float = param(0.006, unit="1/month", low=0.0, high=0.03, source="assumption")
    home: float = param(0.006, unit="1/month", low=0.0, high=0.03, source="assumption")
    support: float = param(0.006, unit="1/month", low=0.0, high=0.03, source="assumption")
    weaken: float = param(0.0135, unit="1/month", low=0.0, high=0.03, source="assumption")
    react: float = param(0.024, unit="1/month", low=0.0, high=0.06, source="assumption")
    fade: float = param(0.006, unit="1/month", low=0.0, high=0.03, source="assumption", opposed="P47")
    connected: float = param(0.6, unit="share", low=0.0, high=1.0, source="assumption")
    least_connection: float = param(0.3, unit="share", low=0.0, high=0.7, source="assumption")

    name: ClassVar = "acculturation"
    writes: ClassVar = frozenset({"people.heritage", "people.host_orientation", "people.transnational"})
    terms: ClassVar = (
        ("host_orientation", "disposition"),
        ("host_orientation", "contact"),
        ("host_orientation", "language"),
        ("host_orientation", "secure status"),
        ("host_orientation", "mixing asked for"),
        ("host_orientation", "rejection"),
        ("heritage", "disposition"),
        ("heritage", "own group"),
        ("heritage", "connection to the origin"),
        ("heritage", "supported maintenance"),
        ("heritage", "pressure"),
        ("heritage", "reaction"),
    )

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Move both dimensions of every migrant."""
        people, ties = world.people, world.ties
        self.sweep(
            world, book, acculturate_all, people.active, people.group, people.place, people.status, people.language,
            people.contact, people.encounters, people.discrimination, people.own_ties, ties.degree,
            people.transnational, people.host_orientation, people.host_orientation_setpoint, people.heritage,
            people.heritage_setpoint, people.generation, people.months_since_arrival, levers.local.culture,
            world.endowment.heritage_fades, world.endowment.heritage_half, levers.in_force, self.sealed(),
        )  # fmt: skip


@rule
def oriented(
    level: float, setpoint: float, met: float, language: float, secure: bool, rejection: float, country: Country,
    p: Acculturation,
) -> tuple[float, float, float, float, float, float]:  # fmt: skip
    """Return what a month adds to host orientation, by term."""
    return (
        p.returning * (setpoint - level),
        pushed(level, p.meet * met),
        pushed(level, p.speak * (language - 0.5)),
        pushed(level, p.secure * (int(secure) - 0.5)),
        pushed(level, p.ask * (country.mixing - 0.5)),
        pushed(level, -p.reject * rejection),
    )


@rule
def kept_up(
    level: float, setpoint: float, left: float, own: float, connection: float, culture: float, rejection: float,
    country: Country, p: Acculturation,
) -> tuple[float, float, float, float, float, float]:  # fmt: skip
    """Return what a month adds to heritage, by term; ``left`` of the disposition to it is left after the stay."""
    return (
        p.returning * (setpoint * left - level),
        pushed(level, p.kept * (own - 0.5)),
        pushed(level, p.home * (connection - 0.5)),
        pushed(level, p.support * (country.maintenance * (0.5 + 0.5 * culture) - 0.35)),
        pushed(level, -p.weaken * country.pressure),
        pushed(level, p.react * setpoint * (country.pressure + rejection)),
    )


@loop
def acculturate_all(
    lo: int, hi: int, sums: Sums, active: Flags, group: Codes, place: Rows, status: Codes, language: Floats,
    contact: Floats, encounters: Bytes, discrimination: Floats, own_ties: Bytes, degree: Bytes, transnational: Floats,
    host_orientation: Floats, orientation_setpoint: Bytes, heritage: Floats, heritage_setpoint: Bytes,
    generation: Codes, tenure: Months, culture: Doubles, fades: float, half: float, country: Country, p: Acculturation,
) -> None:  # fmt: skip
    """Apply the rules to the migrants of rows lo … hi."""
    country, p = opened(country), opened(p)
    who = np.empty(LISTED, np.int32)
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        for n in range(migrants_listed(first, last, active, group, who)):
            i = np.uint64(who[n])
            n = whole(encounters[i])
            met = np.float64(contact[i]) * (n / (n + 2.0))
            rejection = np.float64(discrimination[i])
            o = np.float64(host_orientation[i])
            o0, o1, o2, o3, o4, o5 = oriented(
                o, whole(orientation_setpoint[i]) * (1.0 / 255.0), met, np.float64(language[i]), status[i] >= PERMANENT,
                rejection, country, p,
            )  # fmt: skip
            host_orientation[i] = clipped(o + o0 + o1 + o2 + o3 + o4 + o5, 0.0, 1.0)
            ties = whole(degree[i])
            own = whole(own_ties[i]) / ties if ties > 0 else 0.0
            t = np.float64(transnational[i])
            h = np.float64(heritage[i])
            left = remaining(float(whole(tenure[i])) if generation[i] == 1 else 0.0, fades, half)
            h0, h1, h2, h3, h4, h5 = kept_up(
                h, whole(heritage_setpoint[i]) * (1.0 / 255.0), left, own, t, culture[int(place[i])], rejection,
                country, p,
            )  # fmt: skip
            heritage[i] = clipped(h + h0 + h1 + h2 + h3 + h4 + h5, 0.0, 1.0)
            lasting = p.least_connection + (1.0 - p.least_connection) * p.connected * country.connectivity
            transnational[i] = clipped(t - p.fade * (t - lasting), 0.0, 1.0)
            noted(sums, 0, True, o0)
            noted(sums, 1, True, o1)
            noted(sums, 2, True, o2)
            noted(sums, 3, True, o3)
            noted(sums, 4, True, o4)
            noted(sums, 5, True, o5)
            noted(sums, 6, True, h0)
            noted(sums, 7, True, h1)
            noted(sums, 8, True, h2)
            noted(sums, 9, True, h3)
            noted(sums, 10, True, h4)
            noted(sums, 11, True, h5)
