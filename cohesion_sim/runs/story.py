"""A life story follows one person by her key: what she is every month, and what has happened to her, with dates.

The same person meets the same chances in every scenario of one seed, so her story under two regimes can be laid side by
side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cohesion_sim.errors import UserError
from cohesion_sim.measures.acculturation import STRATEGIES
from cohesion_sim.measures.tally import PATTERN, STRATEGY, WIDTH, Cuts, columns_of, cuts, tally_all
from cohesion_sim.policy.enrolment import WAITED
from cohesion_sim.runs.running import run_through
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.people import ADULT, STATUSES
from cohesion_sim.state.ties import LAYERS
from cohesion_sim.state.world import World

if TYPE_CHECKING:
    import pandas as pd

SHOWN = (
    "language", "employed", "exploited", "wellbeing", "housing", "health_access", "warmth", "trust",
    "trust_institutions", "belonging", "solidarity", "heritage", "host_orientation", "discrimination",
    "threat_economic", "threat_cultural", "encounters", "contact", "recognised", "language_hours",
)  # fmt: skip
"""Columns of people that the monthly table of a story shows."""
CHOICES = ("median", "most", "least")
"""Ways to choose a person: how much help she got, among the adult migrants who were there from start to end."""
FELT = 0.01
"""Rise of perceived discrimination within a month that is told as an event."""


@dataclass
class Story:
    """The life of one person in a run.

    Attributes
    ----------
    person
        Her key.
    group, woman
        Who she is.
    monthly
        One row a month that she was there: ``month``, ``age`` (years), ``place``, ``status``, ``strategy``,
        ``deprivations`` (0 to 7), ``ties``, ``bridging_ties``, ``waits`` (for a course), the columns of
        :data:`SHOWN`, and
        those of :data:`DOSES` as shares of a full place.
    events
        Columns ``month``, ``event`` (a code) and ``detail`` (a few words).
    """

    person: int
    group: str
    woman: bool
    monthly: pd.DataFrame
    events: pd.DataFrame

    def text(self) -> str:
        """Return the events, one line each."""
        who = f"{'A woman' if self.woman else 'A man'} ({self.group}), person {self.person}"
        lines = [f"  month {row.month:>4}  {EVENTS[str(row.event)]}{row.detail}" for row in self.events.itertuples()]
        return "\n".join([who, *lines])


EVENTS = {
    "start": "is here at the start",
    "arrival": "arrives",
    "birth": "is born",
    "death": "dies",
    "departure": "leaves the country",
    "course_begins": "begins a language course",
    "course_ends": "ends a language course",
    "job_support_begins": "gets help in finding work",
    "job_support_ends": "no longer gets help in finding work",
    "mentoring_begins": "gets a mentor",
    "mentoring_ends": "no longer has a mentor",
    "care_begins": "gets health support",
    "care_ends": "no longer gets health support",
    "business_begins": "gets help to start a business",
    "business_ends": "no longer gets help to start a business",
    "volunteering_begins": "volunteers with hosts",
    "volunteering_ends": "no longer volunteers",
    "tutoring_begins": "gets tutoring and sport",
    "tutoring_ends": "no longer gets tutoring",
    "advice_begins": "gets legal advice",
    "advice_ends": "no longer gets legal advice",
    "housing_begins": "gets help with housing",
    "housing_ends": "no longer gets help with housing",
    "course_waits": "waits for a language course",
    "recognised": "has qualifications recognised",
    "found_work": "finds work",
    "lost_work": "loses work",
    "exploited": "is exploited at work",
    "no_longer_exploited": "is no longer exploited at work",
    "status": "has a new status",
    "moved": "moves",
    "bridging_tie": "gets to know somebody of the other side",
    "bridging_tie_lost": "loses touch with somebody of the other side",
    "discrimination": "feels treated unfairly",
    "strategy": "lives another way between two cultures",
}
"""Events by code."""
DOSES = {
    "language_hours": "course", "job_support": "job_support", "self_employment": "business", "mentoring": "mentoring",
    "mixing": "volunteering", "tutoring": "tutoring", "care": "care", "legal_support": "advice",
    "housing_support": "housing",
}  # fmt: skip
"""Columns of people that hold doses, and what their events are called."""


@dataclass
class Follower:
    """Watches one person through a run.

    Attributes
    ----------
    states
        Her state in each month that she was there.
    events
        (month, event, detail).
    """

    person: int
    cut: Cuts
    states: list[dict[str, Any]] = field(default_factory=list)
    events: list[tuple[int, str, str]] = field(default_factory=list)
    group: str = ""
    woman: bool = False
    _row: int = -1
    _friends: dict[int, str] = field(default_factory=dict)

    def __call__(self, simulation: Simulation) -> None:
        """Look at her, and tell what has changed since the last month."""
        world = simulation.world
        row = self._find(world)
        if row >= 0:
            self._tell(world, row)
        elif self.states:
            for gone in world.gone:
                if bool(np.any(gone.column("key") == self.person)):
                    self.events.append((world.month, gone.cause, ""))

    def _find(self, world: World) -> int:
        people = world.people
        if 0 <= self._row < len(people) and people.active[self._row] and people.key[self._row] == self.person:
            return self._row
        found = np.flatnonzero(people.active & (people.key == self.person))
        self._row = int(found[0]) if len(found) else -1
        return self._row

    def _tell(self, world: World, row: int) -> None:
        people, month = world.people, world.month
        state, friends = state_of(world, row, self.cut), friends_of(world, row)
        if not self.states:
            self.group, self.woman = world.group_names[int(people.group[row])], bool(people.woman[row])
            entry = "start" if month == 0 else "birth" if people.age[row] < 2 else "arrival"
            self.events.append((month, entry, f" ({state['place']}, {state['status'].replace('_', ' ')})"))
        else:
            before = self.states[-1]
            self.events += [(month, event, detail) for event, detail in changes(before, state)]
            for key in friends.keys() - self._friends.keys():
                self.events.append((month, "bridging_tie", friends[key]))
            for key in self._friends.keys() - friends.keys():
                self.events.append((month, "bridging_tie_lost", self._friends[key]))
        self.states.append(state)
        self._friends = friends

    def story(self) -> Story:
        """Return the story.

        Raises
        ------
        UserError
            If she was never there.
        """
        import pandas as pd

        if not self.states:
            raise UserError(f"person {self.person} does not live in this run; choose a key of people.key, or 'median'")
        events = pd.DataFrame(self.events, columns=["month", "event", "detail"])
        return Story(self.person, self.group, self.woman, pd.DataFrame(self.states), events)


def state_of(world: World, row: int, cut: Cuts) -> dict[str, Any]:
    """Return what one person is this month."""
    people = world.people
    columns = columns_of(world)
    one = np.zeros((2, WIDTH), np.int64)
    tally_all(row, row + 1, one, np.zeros(1, np.int32), 0, *columns, cut)
    counts = one.sum(axis=0)
    adult, migrant = people.age[row] >= ADULT, people.group[row] > 0
    pattern = int(np.argmax(counts[PATTERN:]))
    return {
        "month": world.month,
        "age": int(people.age[row]) / 12.0,
        "place": f"place {int(people.place[row])}",
        "status": STATUSES[int(people.status[row])],
        "strategy": STRATEGIES[int(np.argmax(counts[STRATEGY : STRATEGY + 4]))] if adult and migrant else "",
        "deprivations": pattern.bit_count() if adult and migrant else 0,
        "ties": int(columns.ties[row]),
        "bridging_ties": int(columns.bridging[row]),
        "waits": 0 < int(people.stage[row, 0]) <= WAITED,
        **{name: getattr(people, name)[row].item() for name in SHOWN},
        **{name: int(getattr(people, name)[row]) / 255.0 for name in DOSES if name != "language_hours"},
    }


def friends_of(world: World, row: int) -> dict[int, str]:
    """Return a person's bridging ties: key of the other end, and how they know each other."""
    ties = world.ties
    return {
        int(world.people.key[ties.partner[row, slot]]): f" ({LAYERS[(int(ties.link[row, slot]) >> 5) & 3]})"
        for slot in range(int(ties.degree[row]))
        if ties.link[row, slot] >> 7
    }


def changes(before: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the events, with a few words each, that lead from one month's state to the next."""
    events = []
    for column, name in DOSES.items():
        if (now[column] > 0.0) != (before[column] > 0.0):
            events.append((f"{name}_begins" if now[column] > 0.0 else f"{name}_ends", ""))
    if now["waits"] and not before["waits"]:
        events.append(("course_waits", ""))
    if now["recognised"] and not before["recognised"]:
        events.append(("recognised", ""))
    if now["employed"] != before["employed"]:
        events.append(("found_work" if now["employed"] else "lost_work", ""))
    if now["exploited"] != before["exploited"]:
        events.append(("exploited" if now["exploited"] else "no_longer_exploited", ""))
    if now["status"] != before["status"]:
        events.append(("status", f": {now['status'].replace('_', ' ')}"))
    if now["place"] != before["place"]:
        events.append(("moved", f" to {now['place']}"))
    if now["discrimination"] > before["discrimination"] + FELT:
        events.append(("discrimination", ""))
    if before["strategy"] and now["strategy"] != before["strategy"]:
        events.append(("strategy", f": {now['strategy'].removeprefix('berry_')}"))
    return events


def story(scenario: Scenario, seed: int, person: int | str = "median", threads: int | None = None) -> Story:
    """Return the story of a person; a run is a function of scenario and seed, so it is run again to follow her.

    Parameters
    ----------
    person
        A key, or one of :data:`CHOICES`.

    Raises
    ------
    UserError
        If there is no such person.
    """
    key = chosen(scenario, seed, person, threads) if isinstance(person, str) else int(person)
    follower = Follower(key, cuts(scenario.measures))
    run_through(scenario, seed, follower, threads=threads)
    return follower.story()


def chosen(scenario: Scenario, seed: int, how: str, threads: int | None = None) -> int:
    """Return the key of the adult migrant, there from start to end, who got the median, most or least help.

    Help is months of a full place, in courses (of 100 hours) and all other programmes together.
    Among equals, the smallest key is taken.
    """
    if how not in CHOICES:
        raise UserError(f"person is '{how}'; it must be a key or one of {', '.join(CHOICES)}")
    helped: NDArray[np.float64] = np.zeros(0)
    keys: NDArray[np.int64] = np.zeros(0, np.int64)

    def watch(simulation: Simulation) -> None:
        nonlocal helped, keys
        people = simulation.world.people
        if simulation.month == 0:
            keys, helped = np.where(people.founder & (people.group > 0), people.key, -1), np.zeros(len(people))
        count = len(keys)
        keys = np.where(people.active[:count] & (people.key[:count] == keys), keys, -1)
        helped += people.language_hours[:count] / 100.0
        for name in DOSES.keys() - {"language_hours"}:
            helped += getattr(people, name)[:count] / 255.0

    run_through(scenario, seed, watch, threads=threads)
    there = np.flatnonzero(keys >= 0)
    if len(there) == 0:
        raise UserError("no adult migrant is there from start to end; choose a person by her key")
    order = there[np.lexsort((keys[there], helped[there]))]
    at = {"least": 0, "median": len(order) // 2, "most": len(order) - 1}[how]
    return int(keys[order[at]])
