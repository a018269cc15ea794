"""A lever turned from neutral to its other end changes its own channel first, and nothing before that."""

from __future__ import annotations

import copy
from collections.abc import Set
from functools import cache
from typing import Any

import pytest

from cohesion_sim.context import Origin
from cohesion_sim.parameters import Parameters, declarations
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.regime import SECTIONS, Dimensions, Regime
from cohesion_sim.policy.services import OVERHEADS, Services
from cohesion_sim.scenario import Scenario
from tests.channels import CHANNELS, Channel
from tests.watching import Frame, differing, of_the_world, watched
from tests.worlds import Table, context_of

COUNTRY: Table = ((180, 40, 60), (80, 30, 60), (40, 5, 25))
ORIGINS = (
    Origin(name="near", share=0.4, distance=0.3, language=0.3, education=0.6),
    Origin(name="far", share=0.6, distance=0.8, vulnerability=0.4, asylum=0.5, irregular=0.15),
)
EASY = Programmes(hours_language=30.0, hours_vocational=20.0)
FREE = {f"overhead_{name}": 0.0 for name in OVERHEADS}
IDLE = {"care_hours": 0.0, "free_employed": 120.0, "free_jobless": 200.0}
PLAIN = dict.fromkeys(("flexibility", "need_based", "own_revenue", "partnership", "decentralised"), 0.0)
"""3,000 EUR a head are 25,000 cents a month, of which every share in whole percent is whole cents."""
SECTION: dict[str, type[Parameters]] = {"": Dimensions, **SECTIONS}
DECLARED = {
    f"{section}.{declared.name}".removeprefix("."): declared
    for section, record in SECTION.items()
    for declared in declarations(record)
}


def regime(levers: dict[str, float]) -> Regime:
    """Return the plain regime with levers given by dotted name."""
    given: dict[str, Any] = {"governance": copy.copy(PLAIN)}
    for name, value in levers.items():
        section, _, lever = name.rpartition(".")
        if section:
            given.setdefault(section, {})[lever] = value
        else:
            given[lever] = value
    return Regime.read(given)


@cache
def lived(levers: tuple[tuple[str, float], ...], busy: bool, months: int) -> list[Frame]:
    """Return the frames of some months under a regime."""
    scenario = Scenario(
        regime=regime(dict(levers)),
        context=context_of(COUNTRY, ORIGINS, arrivals=0.2, waiting_abroad=12.0),
        funding=Funding(eur_per_migrant_year=3000.0),
        programmes=Programmes() if busy else EASY,
        services=Services(premium=0.0, transfer_cost=0.0, **FREE, **({} if busy else IDLE)),
    )
    return watched(scenario, COUNTRY, months)


def other_end(name: str, channel: Channel) -> float:
    """Return where a lever is turned."""
    if channel.to is not None:
        return channel.to
    declared = DECLARED[name]
    low, high = declared.metadata["low"], declared.metadata["high"]
    neutral = getattr(regime(dict(channel.given)), name.partition(".")[0])
    now = getattr(neutral, name.rpartition(".")[2]) if "." in name else neutral
    return float(high if high - now >= now - low else low)


def within(names: Set[str], allowed: Set[str]) -> bool:
    """Return whether each name, or that of the column or table which it is a part of, is allowed."""
    return all({name, name.split("[")[0], name.split(".")[0]} & allowed for name in names)


def test_every_lever_has_a_channel() -> None:
    assert CHANNELS.keys() == DECLARED.keys()


@pytest.mark.parametrize("name", CHANNELS)
def test_a_lever_changes_its_own_channel_first(name: str) -> None:
    channel = CHANNELS[name]
    turned = (*channel.given, (name, other_end(name, channel)))
    before, after = lived(channel.given, channel.busy, channel.months), lived(turned, channel.busy, channel.months)
    first = True
    for one, other in zip(before, after, strict=True):
        changed = differing(one, other)
        felt = of_the_world(changed)
        if changed and first:
            missing = {
                own for own in channel.own if not within({own}, changed | {part.split("[")[0] for part in changed})
            }
            assert not missing, f"{name} does not change {missing} first but {sorted(changed)}"
            first = False
        if felt:
            assert one.after in channel.readers, (
                f"{name} is felt after {one.after} in month {one.month}: {sorted(felt)}"
            )
            assert within(felt, channel.moves), f"{name} moves {sorted(felt)} after {one.after} in month {one.month}"
            return
        assert within(changed, channel.own | channel.beside), f"{name} changes {sorted(changed)} in month {one.month}"
    pytest.fail(f"{name} changes nothing that anybody feels in {channel.months} months")
