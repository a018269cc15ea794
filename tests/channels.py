"""Each lever of a regime has one channel: what it changes first, and the processes through which people feel it.

The setting in which channels are told apart has no local discretion, no moved money, no overheads, no competition for
hours, and too little money for all, so that a lever turned shows itself and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from cohesion_sim.policy.instruments import PERSONAL

ANYTHING = frozenset({"people", "ties", "places", "flows", "vacant_rows"})
DOSE = {
    "language": "people.language_hours",
    "vocational": "people.job_support",
    "entrepreneurship": "people.self_employment",
    "mentoring": "people.mentoring",
    "volunteering": "people.mixing",
    "youth": "people.tutoring",
    "health": "people.care",
    "legal": "people.legal_support",
    "housing": "people.housing_support",
}
"""The dose of a personal programme; recognition of qualifications and links to the diaspora have none."""
DOSES = frozenset(DOSE.values())
QUEUES = frozenset({
    "accounts.queue", "accounts.enrolled", "accounts.admitted", "accounts.waits", "accounts.freed", "accounts.left",
    "accounts.spent", "accounts.total", "accounts.general_queue", "provision.pressure", "provision.admission",
    "provision.intensity", "quality.room", "local.service", "local.waiting", "local.resentment", "local.congestion",
    "local.culture",
})  # fmt: skip
"""What policy sees of people who wait and attend."""
MONEY = frozenset({
    "accounts.allocated", "accounts.spent", "accounts.total", "provision.admission", "provision.intensity",
    "provision.coverage", "quality.room", "local.welcome", "local.enforcement", "local.family", "local.digital",
    "local.dialogue",
    "local.returning", "abroad[reached]",
})  # fmt: skip
"""What follows at once from money that goes elsewhere."""
GENERAL = frozenset({
    "accounts.total", "accounts.general_queue", "local.resentment", "local.congestion", "quality.room",
})  # fmt: skip
"""What follows in general services, and in who resents the money, from money for an instrument."""
SPENT_ON = ("services", "demography", "preparation", "language", "employment", "encounters", "threat", "discrimination")
"""Processes that feel at once where money goes."""


@dataclass(frozen=True, kw_only=True)
class Channel:
    """What turning a lever changes first.

    Attributes
    ----------
    own
        Columns that differ, all of them, when anything differs for the first time.
    beside
        Columns that may differ as well before people, ties or places do.
    readers
        Processes after which people, ties or places may differ for the first time.
    moves
        What may differ then.
    given
        Levers set in both runs, by dotted name.
    to
        Where the lever is turned; the end of its range that is further from neutral if not given.
    busy
        Whether programmes compete for people's hours in both runs.
    months
        Months within which people, ties or places differ.
    """

    own: frozenset[str]
    readers: tuple[str, ...]
    beside: frozenset[str] = frozenset()
    moves: frozenset[str] = ANYTHING
    given: tuple[tuple[str, float], ...] = ()
    to: float | None = None
    busy: bool = False
    months: int = 3


def seen(
    lever: str, *readers: str, beside: tuple[str, ...] = (), moves: tuple[str, ...] = (),
    given: tuple[tuple[str, float], ...] = (),
) -> Channel:  # fmt: skip
    """Return the channel of a lever that processes read as it is."""
    return Channel(
        own=frozenset({lever}), readers=readers, beside=frozenset(beside), moves=frozenset(moves) or ANYTHING,
        given=given, months=12,
    )  # fmt: skip


def money(*own: str, beside: tuple[str, ...] = (), given: tuple[tuple[str, float], ...] = ()) -> Channel:
    """Return the channel of a lever that sends money elsewhere."""
    return Channel(own=frozenset(own), beside=MONEY | QUEUES | set(beside), readers=SPENT_ON, given=given)


def asked(to: float | None = None) -> Channel:
    """Return the channel of a lever that changes who asks for a programme."""
    return Channel(
        own=frozenset({"people.stage", "accounts.queue"}), beside=QUEUES, readers=("services",),
        moves=frozenset({"people.stage"}), to=to,
    )  # fmt: skip


def responsive(*own: str) -> Channel:
    """Return the channel of a lever that makes general services respond to needs."""
    return Channel(
        own=frozenset({"local.responsiveness", *own}), beside=frozenset({"quality.room"}),
        readers=("employment", "wellbeing", "services"),
    )  # fmt: skip


def programme(name: str) -> Channel:
    """Return the channel of a personal instrument: money, places, then people in them and what they get."""
    return Channel(
        own=frozenset({f"accounts.allocated[{name}]", "accounts.allocated[none]", f"provision.admission[{name}]"}),
        beside=frozenset({"quality.room"}), readers=("services",),
        moves=frozenset({f"people.stage[{name}]", DOSE.get(name, f"people.stage[{name}]")}),
        to=0.0,
    )  # fmt: skip


def local(
    name: str, lever: str, *readers: str, busy: bool = False, months: int = 3,
    given: tuple[tuple[str, float], ...] = (),
) -> Channel:  # fmt: skip
    """Return the channel of an instrument that acts on places or on arrivals."""
    return Channel(
        own=frozenset({
            f"accounts.allocated[{name}]", "accounts.allocated[none]", f"accounts.spent[{name}]",
            f"provision.coverage[{name}]", lever,
        }),
        beside=GENERAL, readers=readers, to=0.0, busy=busy, months=months,
        given=given,
    )  # fmt: skip


CHANNELS: dict[str, Channel] = {
    "cultural_maintenance": seen(
        "country[maintenance]", "norms", "acculturation", beside=("country[multicultural]", "country[pressure]")
    ),
    "social_mixing": seen(
        "country[mixing]", "encounters", "ties", beside=("country[multicultural]", "country[pressure]")
    ),
    "rights.labour": seen("country[labour]", "employment", "threat", "belonging"),
    "rights.family": seen("country[family]", "demography", "belonging"),
    "rights.education": seen("country[education]", "trust", "belonging"),
    "rights.health": seen("country[health]", "trust", "belonging", "wellbeing"),
    "rights.participation": seen("country[participation]", "threat", "belonging"),
    "rights.residence": seen("country[residence]", "legal_status"),
    "rights.citizenship": seen(
        "country[citizenship]", "legal_status", given=(("access.permanence", 0.0), ("access.citizenship", 0.0))
    ),
    "rights.antidiscrimination": seen("country[antidiscrimination]", "employment", "encounters", "discrimination"),
    "access.asylum_wait": seen("country[asylum_wait]", "legal_status"),
    "access.work_ban": seen("country[work_ban]", "services", "employment", given=(("access.asylum_wait", 120.0),)),
    "access.permanence": seen("country[permanence_months]", "legal_status"),
    "access.citizenship": seen(
        "country[citizenship_months]", "legal_status", given=(("access.permanence", 0.0), ("rights.citizenship", 100.0))
    ),
    "access.conditions": seen("country[conditions]", "legal_status"),
    "access.stay_limit": seen("country[stay_limit]", "demography"),
    "access.family_wait": seen("country[family_wait]", "demography", moves=("ties",)),
    "access.services_asylum": asked(),
    "access.services_irregular": asked(),
    "access.services_temporary": asked(),
    "delivery.targeted_share": Channel(
        own=frozenset({"local.resentment", *(DOSES - {"people.mentoring"})}), beside=QUEUES, readers=("services",),
        moves=DOSES,
    ),
    "delivery.knowledge_transfer": responsive("quality.knowledge", "local.knowledge"),
    "delivery.intercultural_training": responsive(),
    "delivery.mediators": responsive(),
    "delivery.interpretation": responsive(),
    "delivery.tailoring": asked(to=1.0),
    "delivery.civil_society": asked(),
    "delivery.employers": Channel(
        own=frozenset({"people.job_support"}), readers=("services",), moves=frozenset({"people.job_support"})
    ),
    "delivery.migrant_participation": responsive(),
    "delivery.needs_assessment": asked(),
    "delivery.obligation": Channel(
        own=frozenset({"people.stage[language]", "accounts.queue[language]"}), readers=("services",),
        moves=frozenset({"people.stage[language]"}),
    ),
    **{f"instruments.{name}": programme(name) for name in PERSONAL},
    "instruments.family": local("family", "local.family", "services", busy=True,
        given=(("instruments.language", 0.1), ("instruments.family", 0.24))),
    "instruments.antidiscrimination": local("antidiscrimination", "local.enforcement", "employment", "discrimination"),
    "instruments.digital": local("digital", "local.digital", "language", "services"),
    "instruments.welcome": local("welcome", "local.welcome", "encounters"),
    "instruments.dialogue": local("dialogue", "local.dialogue", "threat"),
    "instruments.predeparture": local("predeparture", "abroad[reached]", "preparation"),
    "instruments.voluntary_return": local("voluntary_return", "local.returning", "demography", "threat", "trust",
    "wellbeing", months=24),
    "governance.decentralised": money(
        "accounts.spent", "local.responsiveness", beside=("quality.practice", "quality.room")
    ),
    "governance.coordination": asked(),
    "governance.standards": money("accounts.spent", given=(("governance.decentralised", 1.0),)),
    "governance.evaluation": Channel(
        own=frozenset({"quality.practice"}), readers=("services",), moves=DOSES
    ),
    "governance.exchange": Channel(
        own=frozenset({"quality.practice"}), readers=("services",), moves=DOSES,
        given=(("governance.decentralised", 0.5),),
    ),
    "governance.consultation": responsive(),
    "governance.accreditation": Channel(own=frozenset({"local.welcome"}), readers=("encounters",)),
    "governance.need_based": money("accounts.allocated"),
    "governance.flexibility": money("accounts.allocated"),
    "governance.cofinancing": money("accounts.allocated", "accounts.unclaimed"),
    "governance.own_revenue": money("accounts.allocated"),
    "governance.borrowing": Channel(
        own=frozenset({"accounts.debt", "accounts.total", "debt.owed"}),
        readers=("services", "language", "employment", "encounters")
    ),
    "governance.partnership": money(
        "accounts.allocated", "accounts.unclaimed", given=(("governance.cofinancing", 0.5),)
    ),
    "governance.dispersal": seen(
        "country[dispersal]", "demography", moves=("people.place", "people.address", "places", "ties")
    ),
    "path.eligible": seen("abroad[reached]", "preparation"),
    "path.obligatory": seen("abroad[reached]", "preparation"),
    "path.orientation": seen("abroad[orientation]", "preparation", moves=("people.oriented",)),
    "path.language_abroad": seen("abroad[language]", "preparation", moves=("people.language",)),
    "path.profiling": seen(
        "abroad[profiling]", "preparation", moves=("people.recognised",), given=(("path.eligible", 1.0),)
    ),
    "path.continuity": Channel(
        own=frozenset({"people.stage"}), beside=QUEUES, readers=("services",), moves=DOSES | {"people.stage"}
    ),
    "path.hosts_prepared": Channel(
        own=frozenset({"local.welcome"}), readers=("encounters",),
        beside=frozenset({"local.congestion", "quality.room", "accounts.general_queue"}),
    ),
    "path.regional_protection": seen(
        "abroad[protection]", "preparation", moves=("people.employability", "people.wellbeing")
    ),
}  # fmt: skip
