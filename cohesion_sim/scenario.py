"""A scenario is everything that decides a run but the seed: one frozen value, checked when it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cohesion_sim.context import Context
from cohesion_sim.measures.cutoffs import Measures as Measures
from cohesion_sim.mechanisms import defaults
from cohesion_sim.mechanisms.mechanism import Mechanism
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.regime import Regime
from cohesion_sim.policy.services import Services
from cohesion_sim.policy.timeline import Phase, Shock, Timeline
from cohesion_sim.state.endowment import Dispositions
from cohesion_sim.synthesis.network import Mixing
from cohesion_sim.synthesis.start import Network


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What happens to whom, under which policy, for how long.

    Attributes
    ----------
    title, about, story
        Texts by language, ``{"en": …, "fr": …}``.
    sources
        What the scenario rests on: evidence rows or publications.
    assumed
        What is assumed in it, by language.
    mechanisms
        Those that run, in the order in which they run.
    months
        Length of the run.
    baseline
        Name of what to compare with, if the file gives it.
    """

    name: str = "scenario"
    title: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    story: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    assumed: Mapping[str, str] = field(default_factory=dict)
    baseline: str = ""
    regime: Regime = field(default_factory=Regime)
    funding: Funding = field(default_factory=Funding)
    context: Context = field(default_factory=Context)
    world: str = "central"
    months: int = 120
    seed: int = 1
    mechanisms: tuple[Mechanism, ...] = field(default_factory=defaults)
    network: Network = field(default_factory=Network)
    services: Services = field(default_factory=Services)
    programmes: Programmes = field(default_factory=Programmes)
    dispositions: Dispositions = field(default_factory=Dispositions)
    mixing: Mixing = field(default_factory=Mixing)
    measures: Measures = field(default_factory=Measures)
    later: tuple[Phase, ...] = ()
    shocks: tuple[Shock, ...] = ()
    resolved: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def timeline(self) -> Timeline:
        """What is in force when."""
        first = Phase(month=0, regime=self.regime, funding=self.funding, context=self.context)
        return Timeline(phases=(first, *self.later), shocks=self.shocks)

    def mechanism(self, name: str) -> Mechanism | None:
        """Return the mechanism of a name, or None if it is switched off."""
        return next((mechanism for mechanism in self.mechanisms if mechanism.name == name), None)
