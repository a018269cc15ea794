"""An outcome is declared once: whom it covers, its unit, which direction is better, and what it means.

A plain column covers the persons named in ``covers``. Outcomes measured on both sides have two more columns,
``<name>_hosts`` and ``<name>_migrants``. Persons are adults (18 and over), work is measured from 18 to 64; network,
residence and head counts cover everybody.
"""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.measures.cutoffs import DEPRIVATIONS
from cohesion_sim.policy.instruments import INSTRUMENTS, PERSONAL

EVERYBODY, HOSTS, MIGRANTS = "everybody", "hosts", "migrants"
SIDES = (HOSTS, MIGRANTS)


@dataclass(frozen=True)
class Outcome:
    """What a column of the monthly table holds.

    Attributes
    ----------
    covers
        Whose mean the plain column is: ``"everybody"``, ``"hosts"`` or ``"migrants"``.
    unit
        ``"share"`` (0 to 1), ``"ties"``, ``"persons"``, ``"EUR"`` …
    direction
        1 better high, −1 better low, 0 neither.
    meaning
        One sentence.
    both
        Whether it is measured on hosts and on migrants.
    family
        The element of the model it belongs to.
    """

    name: str
    covers: str
    unit: str
    direction: int
    meaning: str
    both: bool = False
    family: str = "cohesion"

    @property
    def columns(self) -> dict[str, str]:
        """The column of each set of persons that the outcome is measured on."""
        sides = {side: f"{self.name}_{side}" for side in SIDES} if self.both else {}
        return {self.covers: self.name, **{side: column for side, column in sides.items() if side != self.covers}}


def _both(name: str, covers: str, direction: int, meaning: str, family: str, unit: str = "share") -> Outcome:
    return Outcome(name, covers, unit, direction, meaning, both=True, family=family)


def _migrants(name: str, direction: int, meaning: str, family: str, unit: str = "share") -> Outcome:
    return Outcome(name, MIGRANTS, unit, direction, meaning, family=family)


def _all(name: str, unit: str, direction: int, meaning: str, family: str) -> Outcome:
    return Outcome(name, EVERYBODY, unit, direction, meaning, family=family)


_COHESION = (
    _both("trust", EVERYBODY, 1, "Mean generalised trust in strangers.", "cohesion"),
    _both("trust_institutions", EVERYBODY, 1, "Mean trust in public institutions.", "cohesion"),
    _both("belonging", MIGRANTS, 1, "Mean sense of belonging to this society.", "cohesion"),
    Outcome("belonging_gap", EVERYBODY, "share", -1, "Belonging of hosts minus that of migrants."),
    Outcome("trust_gap", EVERYBODY, "share", 0, "Trust of hosts minus that of migrants."),
    _both("solidarity", EVERYBODY, 1, "Mean readiness to share and to fund.", "cohesion"),
    _both("warmth", HOSTS, 1, "Mean attitude to the other side, 1 minus prejudice.", "cohesion"),
    _both("warmth_spread", HOSTS, 0, "Polarisation: standard deviation of warmth, at most 0.5.", "cohesion"),
    _both("warmth_bimodality", HOSTS, -1, "Polarisation: Sarle's coefficient, 5/9 if uniform.", "cohesion", "1"),
    Outcome("threat_economic", HOSTS, "share", -1, "Mean perceived economic threat."),
    Outcome("threat_cultural", HOSTS, "share", -1, "Mean perceived cultural threat."),
    _both("bridging_ties", EVERYBODY, 1, "Mean number of lasting ties between host and migrant.", "cohesion", "ties"),
    _both("bridged", EVERYBODY, 1, "Share with at least one bridging tie.", "cohesion"),
    _both("ties", EVERYBODY, 0, "Mean number of lasting ties.", "cohesion", "ties"),
    _both("encounters", EVERYBODY, 0, "Mean encounters across sides in the month.", "cohesion", "1/month"),
    _both(
        "contact", EVERYBODY, 1, "Mean valence, −1 to 1, of the month's encounters across sides.", "cohesion", "balance"
    ),
    _all("ei_index", "index", 1, "E-I index: ties between the sides minus ties within, over all ties.", "cohesion"),
    _all(
        "assortativity",
        "r",
        -1,
        "Assortativity of ties by side: 1 if nobody has a tie across, 0 by chance.",
        "cohesion",
    ),
    _all("dissimilarity", "D", -1, "Residential dissimilarity of hosts and migrants over places.", "cohesion"),
    _all("exposure", "share", 1, "Share of hosts in the place of the average migrant.", "cohesion"),
)
_INCLUSION = (
    _both("employment", MIGRANTS, 1, "Share in work, of those aged 18 to 64.", "inclusion"),
    Outcome(
        "employment_gap", EVERYBODY, "share", -1, "Employment of hosts minus that of migrants.", family="inclusion"
    ),
    _both("language", MIGRANTS, 1, "Mean proficiency in the host language.", "inclusion"),
    _both("wellbeing", EVERYBODY, 1, "Mean subjective well-being.", "inclusion"),
    _both("housing", MIGRANTS, 1, "Mean adequacy of housing.", "inclusion"),
    _both("health_access", MIGRANTS, 1, "Mean access to health care that works for the person.", "inclusion"),
    _both("participation", MIGRANTS, 1, "Share with a tie in an association.", "inclusion"),
)
_RIGHTS = (
    _migrants("discrimination", -1, "Mean perceived discrimination.", "rights"),
    _migrants("exploitation", -1, "Share of those in work who are exploited in it.", "rights"),
    _migrants("full_rights", 1, "Share who are permanent residents or citizens.", "rights"),
    _migrants("citizens", 1, "Share who are citizens.", "rights"),
    _migrants("security_of_stay", 1, "Mean security of stay, 0 without a permit, 1 for citizens.", "rights"),
)
_ACCULTURATION = (
    _migrants("heritage", 0, "Mean maintenance of the culture of origin.", "acculturation"),
    _migrants("host_orientation", 0, "Mean participation in the culture of the hosts.", "acculturation"),
    _migrants(
        "integration", 1, "Share in Berry's integration: both orientations above their cut-offs.", "acculturation"
    ),
    _migrants("assimilation", 0, "Share in Berry's assimilation: host orientation only.", "acculturation"),
    _migrants("separation", 0, "Share in Berry's separation: heritage only.", "acculturation"),
    _migrants("berry_marginalisation", -1, "Share in Berry's marginalisation: neither.", "acculturation"),
)
_MARGINALISATION = (
    _both(
        "marginalisation", MIGRANTS, -1,
        "Adjusted headcount M0 = H·A of Alkire and Foster; that of hosts leaves out language and rights.",
        "marginalisation",
    ),
    _both("headcount", MIGRANTS, -1, "H: share deprived in at least the cut-off k.", "marginalisation"),
    _both("intensity", MIGRANTS, 0, "A: mean share of deprivations among those counted in H.", "marginalisation"),
    *(
        _migrants(f"headcount_{k}", -1, f"Share with at least {k} of the seven deprivations.", "marginalisation")
        for k in range(1, 8)
    ),
    *(
        _migrants(f"deprived_{name}", -1, f"Share deprived of {name} (uncensored).", "marginalisation")
        if name != "discrimination"
        else _migrants("deprived_discrimination", -1, "Share deprived by discrimination.", "marginalisation")
        for name in DEPRIVATIONS
    ),
    *(
        _migrants(f"m0_{name}", -1, f"What the deprivation {name} contributes to M0.", "marginalisation")
        for name in DEPRIVATIONS
    ),
)  # fmt: skip
_POPULATION = (
    _all("population", "persons", 0, "Persons of all ages.", "population"),
    _all("hosts", "persons", 0, "Hosts of all ages.", "population"),
    _all("migrants", "persons", 0, "Migrants of all ages, with their children born here.", "population"),
    _all("adults", "persons", 0, "Adults: the persons behind the outcomes.", "population"),
    _all("adults_hosts", "persons", 0, "Adult hosts.", "population"),
    _all("adults_migrants", "persons", 0, "Adult migrants.", "population"),
    _all("migrant_share", "share", 0, "Share of migrants in the population.", "population"),
    _all("arrivals", "persons/month", 0, "Persons who arrived in the month.", "population"),
    _all("births", "persons/month", 0, "Persons born in the month.", "population"),
    _all("deaths", "persons/month", 0, "Persons who died in the month.", "population"),
    _all("departures", "persons/month", 0, "Persons who left the country in the month.", "population"),
    _all("moves", "persons/month", 0, "Persons who moved between places in the month.", "population"),
)
_MONEY = (
    _all("allocated", "EUR/month", 0, "Money allocated in the month.", "money"),
    _all("spent", "EUR/month", 0, "Money spent in the month.", "money"),
    _all("unspent", "EUR/month", 0, "Money left over in the month.", "money"),
    _all("unclaimed", "EUR/month", 0, "Money that places were entitled to and could not draw in the month.", "money"),
    _all("debt_service", "EUR/month", 0, "Interest and repayment of what places borrowed.", "money"),
    _all("debt", "EUR", 0, "What places owe.", "money"),
    _all("saved", "EUR/month", 0, "What the month would have cost more without what targeted work taught.", "money"),
    _all("spent_total", "EUR", 0, "Cost since the start, discounted; borrowed money when it is paid back.", "money"),
    _all("remittances", "EUR/month", 0, "Money that migrants in work send to their origin.", "money"),
    _all("queue", "persons", -1, "Places in personal programmes that people wait for.", "money"),
    _all("enrolled", "persons", 0, "Places in personal programmes that people attend.", "money"),
    _all("dropouts", "persons/month", 0, "Persons who left a programme before its end in the month.", "money"),
    _all("waiting_weeks", "weeks", -1, "Wait for a language course at the month's rate of admission.", "money"),
    _all("waiting_abroad", "persons", 0, "Persons who wait in a neighbouring region on their way here.", "money"),
    _all("general_queue", "share", -1, "Shortage in general services that hosts and migrants share.", "money"),
    *(_all(f"spent_{name}", "EUR/month", 0, f"Money spent on {name} in the month.", "money") for name in INSTRUMENTS),
    *(
        _all(f"unspent_{name}", "EUR/month", 0, f"Money for {name} left over in the month.", "money")
        for name in INSTRUMENTS
    ),
    *(_all(f"queue_{name}", "persons", -1, f"Persons who wait for {name}.", "money") for name in PERSONAL),
    *(_all(f"enrolled_{name}", "persons", 0, f"Persons who attend {name}.", "money") for name in PERSONAL),
)

OUTCOMES: dict[str, Outcome] = {
    outcome.name: outcome
    for outcome in (
        *_COHESION,
        *_INCLUSION,
        *_RIGHTS,
        *_ACCULTURATION,
        *_MARGINALISATION,
        *_POPULATION,
        *_MONEY,
    )
}
"""All outcomes by name."""

MEASURED = tuple(name for name, outcome in OUTCOMES.items() if outcome.family not in ("population", "money"))
"""Outcomes that describe the state of people, network and places, which an attribution ledger explains."""
