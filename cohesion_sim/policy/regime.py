"""A regime is a record: two dimensions, rights, access, delivery, instruments and governance, all of them data.

No code asks for a regime's name. A user's own regime is another record.

Sources
    IOM, Essentials of Migration Management, chapter on integration policy regimes and social cohesion: the two
    dimensions, delivery, governance and revenue. MIPEX: the eight strands of rights. Where a regime stands in the
    square is our assumption.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cohesion_sim.errors import UserError, unknown
from cohesion_sim.parameters import Parameters, declarations, param


@dataclass(frozen=True, kw_only=True)
class Rights(Parameters):
    """The eight MIPEX strands, 0 to 100: what the law lets migrants do. Neutral: 50."""

    labour: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="labour market mobility")
    family: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="family reunification")
    education: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="education")
    health: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="health")
    participation: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="political participation")
    residence: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="permanent residence")
    citizenship: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="access to nationality")
    antidiscrimination: float = param(50.0, unit="0-100", low=0, high=100, source="MIPEX", meaning="protection in law")


@dataclass(frozen=True, kw_only=True)
class Access(Parameters):
    """Waiting times and conditions on the way from arrival to citizenship."""

    asylum_wait: float = param(
        9.0, unit="months", low=0, high=120, source="assumption", meaning="length of the asylum procedure"
    )
    work_ban: float = param(
        6.0, unit="months", low=0, high=120, source="assumption", meaning="ban on work after arrival for asylum seekers"
    )
    permanence: float = param(
        60.0, unit="months", low=0, high=480, source="assumption", meaning="stay needed for permanent residence"
    )
    citizenship: float = param(
        60.0, unit="months", low=0, high=480, source="assumption", meaning="further stay needed for citizenship"
    )
    conditions: float = param(
        0.4,
        unit="share",
        low=0,
        high=1,
        source="assumption",
        meaning="how far language and work are conditions of permanence",
    )


@dataclass(frozen=True, kw_only=True)
class Delivery(Parameters):
    """How services reach people. Neutral: half targeted, nothing transferred, untrained staff."""

    targeted_share: float = param(
        0.5,
        unit="share",
        low=0,
        high=1,
        source="assumption",
        meaning="share of money in dedicated programmes; the rest is mainstreamed",
    )
    knowledge_transfer: float = param(
        0.0,
        unit="share",
        low=0,
        high=1,
        source="assumption",
        meaning="how far what targeted work learns is built into general services",
    )
    intercultural_training: float = param(
        0.2, unit="share", low=0, high=1, source="assumption", meaning="staff trained"
    )
    mediators: float = param(
        0.2, unit="share", low=0, high=1, source="assumption", meaning="services with cultural mediators"
    )
    civil_society: float = param(
        0.3, unit="share", low=0, high=1, source="assumption", meaning="services provided with civil society"
    )
    migrant_participation: float = param(
        0.2, unit="share", low=0, high=1, source="assumption", meaning="migrants' part in the design of services"
    )


@dataclass(frozen=True, kw_only=True)
class Instruments(Parameters):
    """Shares of the budget; what is left over to 1 stays unspent."""

    language: float = param(
        0.30, unit="share", low=0, high=1, source="assumption", meaning="language and orientation courses"
    )
    employment: float = param(
        0.20,
        unit="share",
        low=0,
        high=1,
        source="assumption",
        meaning="vocational training, matching, recognition of skills",
    )
    mentoring: float = param(
        0.08, unit="share", low=0, high=1, source="assumption", meaning="mentoring and mixing activities"
    )
    welcome: float = param(0.05, unit="share", low=0, high=1, source="assumption", meaning="preparing host communities")
    culture: float = param(
        0.05, unit="share", low=0, high=1, source="assumption", meaning="culture and diaspora associations"
    )
    family: float = param(
        0.12, unit="share", low=0, high=1, source="assumption", meaning="family, child care and youth"
    )
    specialised: float = param(
        0.12, unit="share", low=0, high=1, source="assumption", meaning="health, legal and housing support"
    )
    antidiscrimination: float = param(
        0.03, unit="share", low=0, high=1, source="assumption", meaning="enforcement against discrimination"
    )
    digital: float = param(
        0.03, unit="share", low=0, high=1, source="assumption", meaning="digital courses and information"
    )
    predeparture: float = param(
        0.02, unit="share", low=0, high=1, source="assumption", meaning="orientation before departure"
    )

    def __post_init__(self) -> None:
        """Refuse shares that add up to more than the budget."""
        super().__post_init__()
        total = sum(getattr(self, declared.name) for declared in declarations(type(self)))
        if total > 1.0 + 1e-9:
            raise UserError(f"the shares in regime.instruments add up to {total:g}; they must not exceed 1")


@dataclass(frozen=True, kw_only=True)
class Governance(Parameters):
    """Who decides, who pays, who learns from whom. Local money that is neither own nor of partners is transfers."""

    decentralised: float = param(
        0.5, unit="share", low=0, high=1, source="assumption", meaning="0 one centre, 1 all decided locally"
    )
    coordination: float = param(
        0.3, unit="share", low=0, high=1, source="assumption", meaning="one-stop shops and joint planning"
    )
    need_based: float = param(
        0.5, unit="share", low=0, high=1, source="assumption", meaning="0 lump sum per head, 1 money by need"
    )
    exchange: float = param(
        0.2, unit="share", low=0, high=1, source="assumption", meaning="good practice that travels between places"
    )
    dispersal: float = param(
        0.0,
        unit="share",
        low=0,
        high=1,
        source="assumption",
        meaning="share of arrivals placed evenly over the country",
    )
    own_revenue: float = param(
        0.3, unit="share", low=0, high=1, source="assumption", meaning="local money from own taxes and fees"
    )
    partnership: float = param(
        0.1, unit="share", low=0, high=1, source="assumption", meaning="local money from partnerships"
    )


@dataclass(frozen=True, kw_only=True)
class Dimensions(Parameters):
    """Where the regime stands in the square of the two dimensions."""

    cultural_maintenance: float = param(
        0.5, unit="share", low=0, high=1, source="assumption", meaning="support for the culture of origin"
    )
    social_mixing: float = param(
        0.5, unit="share", low=0, high=1, source="assumption", meaning="support for mixing with hosts"
    )


SECTIONS: dict[str, type[Parameters]] = {
    "rights": Rights,
    "access": Access,
    "delivery": Delivery,
    "instruments": Instruments,
    "governance": Governance,
}


@dataclass(frozen=True, kw_only=True)
class Regime:
    """An integration policy regime: the centre of a box of ranges.

    Attributes
    ----------
    box
        Ranges that stand for the name as a whole, by dotted key, e.g. ``{"rights.labour": (20, 50)}``.
    """

    name: str = "neutral"
    title: str = ""
    dimensions: Dimensions = field(default_factory=Dimensions)
    rights: Rights = field(default_factory=Rights)
    access: Access = field(default_factory=Access)
    delivery: Delivery = field(default_factory=Delivery)
    instruments: Instruments = field(default_factory=Instruments)
    governance: Governance = field(default_factory=Governance)
    box: tuple[tuple[str, float, float], ...] = ()

    @property
    def cultural_maintenance(self) -> float:
        """Support for the culture of origin, 0 to 1."""
        return self.dimensions.cultural_maintenance

    @property
    def social_mixing(self) -> float:
        """Support for mixing with hosts, 0 to 1."""
        return self.dimensions.social_mixing

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Regime:
        """Return the regime that a mapping (from a YAML file) describes; what it leaves out is neutral."""
        values = dict(given)
        words: dict[str, Any] = {key: str(values.pop(key)) for key in ("name", "title") if key in values}
        box = read_box(values.pop("box", None))
        square: dict[str, Any] = {
            key: values.pop(key) for key in ("cultural_maintenance", "social_mixing") if key in values
        }
        parts: dict[str, Any] = {"dimensions": Dimensions.read("regime", square)}
        for key, value in values.items():
            if key not in SECTIONS:
                raise unknown("key in regime", str(key), [*SECTIONS, "cultural_maintenance", "social_mixing", "box"])
            if not isinstance(value, Mapping):
                raise UserError(f"regime.{key} is {value!r}; it must be a group of levers")
            parts[key] = SECTIONS[key].read(f"regime.{key}", value)
        return cls(**words, **parts, box=box)


def read_box(given: Any) -> tuple[tuple[str, float, float], ...]:
    """Return the ranges of a regime, each checked against the levers it names."""
    ranges = []
    for key, bounds in dict(given or {}).items():
        section, _, lever = str(key).rpartition(".")
        record = SECTIONS.get(section, Dimensions)
        known = {declared.name: declared for declared in declarations(record)}
        if lever not in known:
            raise unknown("lever in regime.box", str(key), known)
        low, high = bounds
        declared = known[lever]
        if not declared.metadata["low"] <= low <= high <= declared.metadata["high"]:
            raise UserError(
                f"regime.box.{key} is [{low}, {high}]; it must be a range within "
                f"[{declared.metadata['low']}, {declared.metadata['high']}]"
            )
        ranges.append((str(key), float(low), float(high)))
    return tuple(ranges)
