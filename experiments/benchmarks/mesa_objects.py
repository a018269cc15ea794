"""The same rules as ordinary Mesa agents: an object a person, its attributes Python floats, its ties a list of objects.

A month of the encounter, norms and language rules, and of what each sees along her ties. ``cohesion-sim bench``
compares it with the columns in the same run; both start from the same people, ties and places. Chance is Mesa's own
(``model.random``), and a pair draws once for both, so the two agree in distribution where there is chance, and in every
number where there is none.
"""

from __future__ import annotations

import math
from typing import Any

import mesa
import numpy as np

from cohesion_sim.policy.levers import Levers
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.world import World

ATTRIBUTES = (
    "key", "group", "generation", "employed", "education", "language", "language_hours", "tutoring", "mentoring",
    "mixing",
    "warmth",
)  # fmt: skip


class Town:
    """What all residents of a place see alike."""

    def __init__(self, world: World, levers: Levers, place: int) -> None:
        places, local = world.places, levers.local
        self.language = float(places.language[place])
        self.migrant_share = float(places.migrant_share[place])
        self.host_warmth = float(places.host_warmth[place])
        self.migrant_warmth = float(places.migrant_warmth[place])
        self.host_threat = float(places.host_threat[place])
        self.digital = float(local.digital[place])
        self.welcome = float(local.welcome[place])


class Tie:
    """A lasting tie of two persons."""

    def __init__(self, bridging: bool, strength: int) -> None:
        self.bridging = bridging
        self.strength = strength


class Person(mesa.Agent):
    """A host or a migrant."""

    def __init__(self, model: PeopleModel, town: Town, **state: Any) -> None:
        super().__init__(model)
        self.town = town
        self.ties: list[tuple[Person, Tie]] = []
        self.speaking_ties = self.peer_warmth = 0.0
        self.own_ties = self.bridging_ties = self.employed_ties = 0
        self.positive = self.negative = 0
        self.contact = 0.0
        self.encounters = 0
        for name, value in state.items():
            setattr(self, name, value)

    def look(self) -> None:
        """See who one's friends are, how warm, at work and fluent."""
        self.own_ties = self.bridging_ties = self.employed_ties = 0
        self.positive = self.negative = 0
        speaking = warm = 0.0
        for friend, tie in self.ties:
            self.own_ties += friend.group == self.group
            self.employed_ties += friend.employed
            speaking += friend.language
            if tie.bridging:
                self.bridging_ties += 1
            else:
                warm += friend.warmth
        peers = len(self.ties) - self.bridging_ties
        self.speaking_ties = speaking / len(self.ties) if self.ties else 0.0
        self.peer_warmth = warm / peers if peers else self.warmth

    def meet(self) -> None:
        """Meet friends of the other side; the first of two draws for both."""
        model, p, chance = self.model, self.model.encounters, self.random.random
        for friend, tie in self.ties:
            if tie.bridging and self.unique_id < friend.unique_id and chance() < p.meet * model.meeting:
                far = 0.5 if self.generation == 2 or friend.generation == 2 else 1.0
                likely = model.positive_chance(
                    self.warmth + friend.warmth,
                    self.language * friend.language,
                    float(self.employed == friend.employed),
                    model.authority(self.town),
                    model.distance[self.group][friend.group] * far,
                    self.threat + friend.threat,
                    tie.strength / 255.0,
                )
                if chance() < likely:
                    self.positive += 1
                    friend.positive += 1
                    tie.strength = min(255, tie.strength + 2)
                else:
                    self.negative += 1
                    friend.negative += 1
                    tie.strength = max(0, tie.strength - 6)

    def warm(self) -> None:
        """Meet strangers of the other side, and let the month's encounters move warmth."""
        model, p, town, chance = self.model, self.model.encounters, self.town, self.random.random
        if self.group > 0:
            share, partner, threat, language = (
                1.0 - town.migrant_share,
                town.host_warmth,
                town.host_threat,
                self.language,
            )
        else:
            share, partner, threat, language = town.migrant_share, town.migrant_warmth, self.threat, 0.7
        likely = model.positive_chance(self.warmth + partner, language, 0.5, model.authority(town), 0.5, threat, 0.0)
        for _ in range(2):
            if chance() < p.casual * 0.5 * share * model.meeting:
                if chance() < likely:
                    self.positive += 1
                else:
                    self.negative += 1
        extra = p.structured * (self.mentoring + p.shared * self.mixing) / 255.0 * model.meeting
        fine = min(1.0, likely + 0.1)
        positive = self.positive + extra * fine
        negative = self.negative + extra * (1.0 - fine)
        count = positive + negative
        self.encounters = self.positive + self.negative
        self.contact = (positive - negative) / count if count else 0.0
        scale = (p.minority if self.group > 0 else 1.0) * p.gain / (count + p.half)
        moved = scale * positive * (1.0 - self.warmth) - scale * p.ratio * negative * self.warmth
        self.warmth = min(1.0, max(0.0, self.warmth + moved))

    def conform(self) -> None:
        """Return to one's own disposition, drift to one's peers, feel the endorsed norm."""
        p, norm, warmth = self.model.norms, self.model.norm, self.warmth
        gap = self.peer_warmth - warmth
        if p.kernel and abs(gap) >= p.confidence:
            gap = 0.0 if p.kernel == 1 else -p.repulsion * gap
        felt = norm * (1.0 - warmth) if norm > 0.0 else norm * warmth
        moved = p.returning * (self.setpoint - warmth) + p.peers * gap + felt
        self.warmth = min(1.0, max(0.0, warmth + moved))

    def learn(self) -> None:
        """Learn the language by use, lessons and digital courses; lose some without use."""
        if self.group == 0:
            return
        p, town, language = self.model.language, self.town, self.language
        exposed = 0.5 * self.speaking_ties + 0.2 * town.language + 0.3 * self.employed
        ceiling = p.most + (1.0 - p.most) * self.education
        ease = (p.unschooled + (1.0 - p.unschooled) * self.education) * max(ceiling - language, 0.0)
        hours = self.language_hours + p.tutored * self.tutoring / 255.0
        gain = (p.use * exposed + p.lesson * hours + p.digital * town.digital) * ease
        self.language = min(1.0, max(0.0, language + gain - p.disuse * (1.0 - exposed) * language))


class PeopleModel(mesa.Model):
    """A population of agents, copied from the people, ties and places of a world.

    Parameters
    ----------
    world, levers
        State and policy to start from.
    scenario
        Where the numbers of the rules come from; encounters, norms and language must be among its mechanisms.
    """

    def __init__(self, world: World, levers: Levers, scenario: Scenario, rng: int = 1) -> None:
        super().__init__(rng=rng)
        self.encounters: Any = scenario.mechanism("encounters")
        self.norms: Any = scenario.mechanism("norms")
        self.language: Any = scenario.mechanism("language")
        self.country = levers.country
        self.meeting = levers.country.meeting
        self.norm = self.norms.endorsed * (
            levers.country.multicultural - self.norms.asymmetry * levers.country.pressure
        )
        self.distance = world.distance.tolist()
        self.settle(world, levers)

    def settle(self, world: World, levers: Levers) -> None:
        """Make the agents and tie them."""
        people = world.people
        towns = [Town(world, levers, place) for place in range(len(world.places))]
        columns = {name: getattr(people, name).tolist() for name in ATTRIBUTES}
        columns["setpoint"] = (people.warmth_setpoint / 255.0).tolist()
        columns["threat"] = (0.5 * (people.threat_economic + people.threat_cultural)).tolist()
        columns["row"] = list(range(len(people)))
        persons = {
            row: Person(self, towns[people.place[row]], **{name: column[row] for name, column in columns.items()})
            for row in np.flatnonzero(people.active).tolist()
        }
        one_end, other_end, _, strengths = (ends.tolist() for ends in world.ties.edges())
        for one, other, strength in zip(one_end, other_end, strengths, strict=True):
            bridging = (persons[one].group > 0) != (persons[other].group > 0)
            tie = Tie(bridging, strength)
            persons[one].ties.append((persons[other], tie))
            persons[other].ties.append((persons[one], tie))

    def authority(self, town: Town) -> float:
        """Return how far authorities support contact in a place."""
        return 0.4 * self.country.mixing + 0.3 * town.welcome + 0.3 * self.country.antidiscrimination

    def positive_chance(
        self, warm: float, language: float, equal: float, authority: float, distance: float, threat: float, tie: float
    ) -> float:
        """Return the chance that an encounter is positive."""
        p = self.encounters
        x = (
            p.base
            + p.beta_warmth * (warm - 1.2)
            + p.beta_language * (language - 0.75)
            + p.beta_equal * (equal - 0.5)
            + p.beta_authority * (authority - 0.4)
            - p.beta_distance * (distance - 0.5)
            - p.beta_threat * (threat - 0.4)
            + p.beta_tie * (tie - 0.5)
        )
        return 1.0 / (1.0 + math.exp(-x))

    def step(self) -> None:
        """Run a month of these rules."""
        for stage in ("look", "meet", "warm", "conform", "learn"):
            self.agents.do(stage)
