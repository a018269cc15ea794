"""A regime is a record: two dimensions, rights, access, delivery, instruments, governance and path, all of them data.

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
from cohesion_sim.policy.delivery import Delivery
from cohesion_sim.policy.governance import Governance
from cohesion_sim.policy.instruments import Instruments
from cohesion_sim.policy.path import Path
from cohesion_sim.policy.rights import Access, Rights


@dataclass(frozen=True, kw_only=True)
class Dimensions(Parameters):
    """Where the regime stands in the square of the two dimensions."""

    cultural_maintenance: float = param(
        0.5, unit="share", low=0, high=1, source="choice", meaning="support for the culture of origin"
    )
    social_mixing: float = param(
        0.5, unit="share", low=0, high=1, source="choice", meaning="support for mixing with hosts"
    )


SECTIONS: dict[str, type[Parameters]] = {
    "rights": Rights,
    "access": Access,
    "delivery": Delivery,
    "instruments": Instruments,
    "governance": Governance,
    "path": Path,
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
    path: Path = field(default_factory=Path)
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
