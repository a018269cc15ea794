"""Employment: skill, rights, ties and fair hiring open the way to work; waiting and bans scar, insecurity exploits.

Equation
    finding   rate  f · s · a · o · (1 + tie·n/10) · (1 − compete·h/100) / k  +  support·J·a·o  +  venture·B·o
    losing    rate  q · (1 + cyclical·(u − u₀)) · (1 + precarious·insecure)
    o = 1 − cyclical·(u − u₀)
    s = [s₀ + (1 − s₀)·l·(½ + ½·E·recognition)]·R/R₀      skill, over that of the mean host
    k = 1 + callback·(1 − W)·(1 − protect·A)               applications a migrant must send for one of a host
    R' = R − scar·(waiting) − idle·(jobless) + mend·(working) + train·J + course·h/100

    l  language, E education, R employability             people.language, people.education, people.employability
    n  ties to people in work                             people.employed_ties
    J  employment support, h lessons                      people.job_support, people.language_hours
    B  support for starting a business                    people.self_employment
       qualifications recognised, legal advice            people.recognised, people.legal_support
    W  warmth of the hosts of the place                   places.host_warmth
    A  enforcement and law                                levers.local.enforcement, levers.country.antidiscrimination
    a  access to the labour market by status              levers.country.labour, levers.country.work_ban, people.status
    o  openings, u unemployment                           levers.country.unemployment
       needs met by general services                      levers.local.responsiveness
       find, lose, skill_least, support, tie, compete, callback, protect, precarious, scar, idle, mend, train,
       course, recognition, exploit, venture, freed, normal_unemployment,
       cyclical, shielded (by labour rights and enforcement), understood (language against exploitation),
       asylum_access, asylum_gain, irregular_access, temporary_access (a by status, without and with full rights)

Assumes
    A share of jobs asks for neither language nor schooling; support finds a person a job whatever her language is.
    Children and the retired do not look for work. One in five adults stays out of the labour market by choice,
    which the rate of finding contains. With ``cyclical`` 2 employment falls about as much as unemployment rises.
    Lessons take time from search (early on-the-job training lowers language and the reverse). Exploitation is a
    chance among those who work without secure rights.

Sources
    A90–A92 (callback ratio 1.25–1.9), A70 and A72 (waiting and bans: finding × .77–.84 a year waited), E07 and I001
    (recognition), A75, A78 (support), A73 (co-ethnic network: elasticity about .2), A50, I089
    (a head start of 17 points is 3 after 15 years), I047 against I048 (child care and parents' work). P11: one in ten
    leaves employment a year, three in ten of the jobless find it (.009 and .03 a month, ends of ``lose`` and ``find``).
    P16: training brings nothing or a loss at first (sign of ``compete``). P45: fixed-term contracts are twice as common
    among citizens of other continents (sign of ``precarious``). A70 also bounds ``idle``: waiting without work costs
    .022 a month at most, idleness being part of it; P43 finds no lasting effect of waiting (against ``scar``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohesion_sim.arithmetic import chance, clipped, whole
from cohesion_sim.arrays import Bytes, Codes, Doubles, Flags, Floats, Keys, Months, Rows
from cohesion_sim.chance import BLOCK, Key, draw_block, uniform
from cohesion_sim.compiled import block, gathered, loop, rows, rule
from cohesion_sim.mechanisms.mechanism import Book, Mechanism, Sums, noted
from cohesion_sim.parameters import param
from cohesion_sim.policy.levers import Country, Levers
from cohesion_sim.sealing import opened
from cohesion_sim.state.people import ADULT, ASYLUM_SEEKER, IRREGULAR, RETIRED, TEMPORARY
from cohesion_sim.state.world import World


@dataclass(frozen=True, kw_only=True)
class Employment(Mechanism):
    """Finding, keeping and losing work."""

    find: float = param(0.050, unit="1/month", low=0.02, high=0.12, source="P11", sets="range")
    lose: float = param(0.016, unit="1/month", low=0.005, high=0.04, source="P11", sets="range")
    normal_unemployment: float = param(
        0.07,
        unit="share",
        low=0.03,
        high=0.15,
        source="convention",
        meaning="reference point: the rate at which openings are neither few nor many",
    )
    cyclical: float = param(2.0, unit="1", low=0.5, high=4.0, source="assumption")
    skill_least: float = param(0.20, unit="share", low=0.05, high=0.5, source="assumption")
    recognition: float = param(0.6, unit="share", low=0.2, high=1.0, source="E07", sets="range")
    tie: float = param(0.4, unit="1", low=0.0, high=1.0, source="A73")
    support: float = param(0.071, unit="1/month", low=0.0, high=0.1, source="A75", sets="range")
    compete: float = param(0.2, unit="share", low=0.0, high=0.8, source="P16", sets="range")
    callback: float = param(1.0, unit="1", low=0.5, high=1.8, source="A90")
    protect: float = param(0.3, unit="share", low=0.0, high=0.6, source="I065", sets="range")
    precarious: float = param(0.6, unit="1", low=0.0, high=2.0, source="P45", sets="range")
    scar: float = param(0.017, unit="1/month", low=0.005, high=0.03, source="A70", opposed="P43")
    idle: float = param(0.003, unit="1/month", low=0.0, high=0.01, source="A70", sets="range")
    mend: float = param(0.01, unit="1/month", low=0.0, high=0.03, source="I089", sets="range")
    train: float = param(0.03, unit="1/month", low=0.0, high=0.1, source="A75", sets="range")
    course: float = param(0.08, unit="1/month", low=0.0, high=0.2, source="A50", sets="range")
    venture: float = param(0.03, unit="1/month", low=0.0, high=0.1, source="assumption")
    freed: float = param(0.1, unit="1/month", low=0.0, high=0.4, source="I047", sets="range", opposed="I048")
    exploit: float = param(0.25, unit="share", low=0.05, high=0.5, source="assumption")
    shielded: float = param(0.5, unit="share", low=0.0, high=1.0, source="assumption")
    understood: float = param(0.7, unit="share", low=0.0, high=1.0, source="assumption")
    asylum_access: float = param(0.2, unit="share", low=0.0, high=0.4, source="assumption")
    asylum_gain: float = param(0.6, unit="share", low=0.0, high=0.6, source="assumption")
    irregular_access: float = param(0.35, unit="share", low=0.0, high=0.8, source="assumption")
    temporary_access: float = param(0.5, unit="share", low=0.2, high=1.0, source="assumption")

    name: ClassVar = "employment"
    writes: ClassVar = frozenset(
        {"people.employed", "people.exploited", "people.employability", "people.months_waited"}
    )
    terms: ClassVar = (("employment", "found"), ("employment", "lost"))

    def step(self, world: World, levers: Levers, key: Key, book: Book | None) -> None:
        """Let people find and lose work."""
        people = world.people
        self.sweep(
            world, book, work_all, people.active, people.key, people.group, people.place, people.age, people.status,
            people.months_since_arrival, people.language, people.education, people.employed_ties, people.job_support,
            people.language_hours, people.recognised, people.self_employment, people.legal_support, people.employed,
            people.exploited, people.employability, people.months_waited,
            world.places.host_warmth, levers.local.enforcement, levers.local.responsiveness, levers.in_force,
            self.sealed(), key,
        )  # fmt: skip


@rule
def access(status: int, banned: bool, labour: float, p: Employment) -> float:
    """Return how far a status lets a person look for work, 0 to 1."""
    if banned:
        return 0.0
    if status == ASYLUM_SEEKER:
        return p.asylum_access + p.asylum_gain * labour
    if status == IRREGULAR:
        return p.irregular_access
    if status == TEMPORARY:
        return p.temporary_access + (1.0 - p.temporary_access) * labour
    return 1.0


@rule
def skill(language: float, education: float, recognition: float, employability: float, p: Employment) -> float:
    """Return a person's skill on this labour market, about 1 for the mean host."""
    fits = p.skill_least + (1.0 - p.skill_least) * language * (0.5 + 0.5 * education * recognition)
    return fits / (p.skill_least + (1.0 - p.skill_least) * 0.75) * employability / 0.72


@rule
def hiring_penalty(host_warmth: float, enforced: float, p: Employment) -> float:
    """Return how many applications a migrant must send for one of a host: at least 1."""
    return 1.0 + p.callback * (1.0 - host_warmth) * (1.0 - p.protect * enforced)


@rule
def finding(
    skilled: float, accessible: float, openings: float, ties: float, hours: float, penalty: float, support: float,
    venture: float, p: Employment,
) -> float:  # fmt: skip
    """Return the rate at which a person finds work, a month: by herself, through support, by her own business."""
    alone = p.find * skilled * accessible * openings * (1.0 + p.tie * ties * 0.1) * (1.0 - p.compete * hours * 0.01)
    return alone / penalty + p.support * support * accessible * openings + p.venture * venture * openings


@rule
def readied(ready: float, works: bool, waiting: int, support: float, hours: float, p: Employment) -> float:
    """Return employability a month later: mended by work, scarred without, trained by support and courses."""
    if works:
        return clipped(ready + p.mend * (1.0 - ready), 0.02, 1.0)
    schooled = p.train * support + p.course * hours * 0.01
    return clipped(ready + (-(p.scar * waiting + p.idle) * ready + schooled * (1.0 - ready)), 0.02, 1.0)


STAYS, LOSES, FINDS, RETIRES, SECURED = range(5)
"""What a month brings: nothing, the loss of work, work, the end of working age, an end of exploitation."""


@loop
def work_all(
    lo: int, hi: int, sums: Sums, active: Flags, people_key: Keys, group: Codes, place: Rows, age: Months, status:
    Codes, tenure: Months, language: Floats, education: Floats, employed_ties: Bytes, job_support: Bytes, hours:
    Bytes, recognised: Flags, self_employment: Bytes, legal_support: Bytes, employed: Flags, exploited: Flags,
    employability: Floats, waited: Bytes, host_warmth: Doubles, enforcement: Doubles, responsiveness: Doubles,
    country: Country, p: Employment, key: Key,
) -> None:  # fmt: skip
    """Apply the rules to rows lo … hi: first decide for a block without a branch, then carry out the few changes."""
    country, p = opened(country), opened(p)
    slack = p.cyclical * (country.unemployment - p.normal_unemployment)
    openings = clipped(1.0 - slack, 0.1, 2.0)
    strain = clipped(1.0 + slack, 0.1, 2.0)
    drawn = np.empty((4, BLOCK), np.uint32)
    near = np.empty((3, BLOCK))
    change = np.empty(BLOCK, np.uint8)
    for start in range(lo, hi, BLOCK):
        first, last = block(start, hi)
        draw_block(key, people_key, first, last, 0, drawn)
        gathered(host_warmth, place, first, last, near[0])
        gathered(enforcement, place, first, last, near[1])
        gathered(responsiveness, place, first, last, near[2])
        for i in rows(first, last):
            k = i - first
            months = int(age[i])
            working_age = active[i] and ADULT <= months < RETIRED
            migrant = group[i] > 0
            state = int(status[i])
            banned = state == ASYLUM_SEEKER and tenure[i] < country.work_ban
            ready = np.float64(employability[i])
            support = whole(job_support[i]) * (1.0 / 255.0)
            insecure = migrant and state <= TEMPORARY
            losing = p.lose * strain * (1.0 + p.precarious * int(insecure))
            known = p.recognition + (1.0 - p.recognition) * 0.5 * near[2, k]
            worth = known if migrant and not recognised[i] else 1.0
            enforced = 0.5 * near[1, k] + 0.5 * country.antidiscrimination
            penalty = hiring_penalty(near[0, k], enforced, p) if migrant else 1.0
            lessons = float(whole(hours[i]))
            rate = finding(
                skill(np.float64(language[i]), np.float64(education[i]), worth, ready, p),
                access(state, banned, country.labour, p), openings, float(whole(employed_ties[i])), lessons, penalty,
                support, whole(self_employment[i]) * (1.0 / 255.0), p,
            )  # fmt: skip
            waiting = int(state == ASYLUM_SEEKER)
            works = bool(employed[i])
            happens = uniform(whole(drawn[0, k])) < chance(max(losing if works else rate, 0.0))
            happened = (LOSES if works else FINDS) if happens else STAYS
            advice = whole(legal_support[i]) * (1.0 / 255.0)
            helped = uniform(whole(drawn[2, k])) < chance(p.freed * advice)
            freed = SECURED if exploited[i] and (helped or not insecure) else STAYS
            retired = RETIRES if active[i] and works and months >= RETIRED else STAYS
            change[k] = (happened if happens else freed) if working_age else retired
            waited[i] = min(whole(waited[i]) + (waiting if working_age and not works else 0), 255)
            employability[i] = readied(ready, works, waiting, support, lessons, p) if working_age else ready
        for i in rows(first, last):
            k = i - first
            if change[k] == STAYS:
                continue
            migrant = group[i] > 0
            insecure = migrant and status[i] <= TEMPORARY
            if change[k] == FINDS:
                exposed = p.exploit * (1.0 - p.shielded * country.labour) * (1.0 - p.shielded * near[1, k])
                abused = uniform(whole(drawn[1, k])) < exposed * (1.2 - p.understood * np.float64(language[i]))
                employed[i] = True
                exploited[i] = insecure and abused
                noted(sums, 0, migrant, 1.0)
            elif change[k] == SECURED:
                exploited[i] = False
            else:
                employed[i] = False
                exploited[i] = False
                noted(sums, 1, migrant, -1.0 if change[k] == LOSES else 0.0)
