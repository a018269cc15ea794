"""Every month money becomes places and doses, and under every form of governance each cent is found again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohesion_sim.measures.money import NAMES as BOOKED
from cohesion_sim.measures.money import WEEKS, booked
from cohesion_sim.policy.accounts import DEBT_SERVICE
from cohesion_sim.policy.delivery import Delivery
from cohesion_sim.policy.funding import Funding
from cohesion_sim.policy.governance import Governance
from cohesion_sim.policy.instruments import INSTRUMENTS, Instruments
from cohesion_sim.policy.needs import LANGUAGE
from cohesion_sim.policy.quality import dearer
from cohesion_sim.policy.regime import Regime
from cohesion_sim.policy.timeline import Shock
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from tests.governed import SHARES, budgets, governances
from tests.still import still
from tests.worlds import TOWN, context_of, running

FUNDING = st.sampled_from([0.0, 0.01, 90.0, 1750.0, 3500.0, 7000.0, 16_000.0, 100_000.0])
SHOCKS = st.sampled_from(["recession", "pandemic", "arrival_surge"])


def closes(simulation: Simulation, owed: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    """Check the accounts of a month, given what places owed before it."""
    accounts, scenario = simulation.accounts, simulation.scenario
    assert accounts is not None
    for table in (accounts.allocated, accounts.spent, accounts.unspent, accounts.enrolled, accounts.queue):
        assert table.min() >= 0
    assert np.array_equal(accounts.allocated, accounts.spent + accounts.unspent)
    migrants = int(simulation.world.places.migrants.sum())
    budget = round(scenario.funding.eur_per_migrant_year * 100.0 * migrants / 12.0)
    assert budget == int(accounts.allocated.sum()) + int(accounts.unclaimed.sum())
    assert accounts.unclaimed.min() >= 0
    interest = np.floor(owed * (scenario.services.interest / 12.0)).astype(np.int64)
    paid = accounts.spent[:, DEBT_SERVICE]
    assert np.array_equal(paid, accounts.allocated[:, DEBT_SERVICE])
    borrowed = accounts.debt - owed - interest + paid
    assert borrowed.min() >= 0
    assert (borrowed <= accounts.allocated.sum(axis=1)).all()
    assert scenario.regime.governance.borrowing > 0.0 or not borrowed.any()
    assert (accounts.spent[:, -1] == 0).all()
    assert accounts.saved.min() >= 0
    stocks = simulation.provision.stocks
    for shares in (stocks.coverage, stocks.intensity, stocks.admission):
        assert shares.min() >= 0.0
        assert shares.max() <= 1.0


@settings(max_examples=120)
@given(governances(), budgets(), FUNDING, SHARES, SHARES, st.lists(SHOCKS, max_size=2))
def test_every_cent_is_found_again(
    governance: Governance, shares: Instruments, eur: float, targeted: float, transfer: float, shocks: list[str]
) -> None:
    """By place, instrument and month, with shortage and with surplus, in calm times and in shocks."""
    scenario = Scenario(
        context=context_of(TOWN, arrivals=0.2),
        regime=Regime(
            governance=governance, instruments=shares,
            delivery=Delivery(targeted_share=targeted, knowledge_transfer=transfer),
        ),
        funding=Funding(eur_per_migrant_year=eur),
        shocks=tuple(Shock(month=1, kind=kind, strength=2.0) for kind in shocks),
    )  # fmt: skip
    simulation = running(scenario)
    total = 0.0
    for month in range(3):
        owed = simulation.provision.stocks.owed.copy()
        simulation.step()
        closes(simulation, owed)
        assert simulation.accounts is not None
        due = np.floor(owed * (simulation.scenario.services.interest / 12.0)).astype(np.int64)
        paid = simulation.accounts.spent[:, DEBT_SERVICE]
        borrowed = simulation.accounts.debt - owed - due + paid
        cost = int(simulation.accounts.spent.sum()) - int(borrowed.sum())
        total += cost / 100.0 * scenario.funding.present(month)
        assert simulation.accounts.total == pytest.approx(total)


def test_shortage_and_surplus_both_occur() -> None:
    """The cases above are not empty: at 900 EUR most of what can be spent is, at 100,000 most is left over."""
    left, city = [], ((200, 300, 300),)
    for eur in (900.0, 100_000.0):
        scenario = Scenario(context=context_of(city), funding=Funding(eur_per_migrant_year=eur))
        simulation = running(scenario, city, months=8)
        assert simulation.accounts is not None
        left.append(int(simulation.accounts.unspent.sum()) / int(simulation.accounts.allocated.sum()))
    assert left[0] < 0.3 < 0.9 < left[1]


def test_a_missing_cent_is_noticed() -> None:
    """Control that must fail: a cent is spent that was not allocated."""
    simulation = running()
    owed = simulation.provision.stocks.owed.copy()
    simulation.step()
    assert simulation.accounts is not None
    closes(simulation, owed)
    simulation.accounts.allocated[0, 0] += 1
    with pytest.raises(AssertionError):
        closes(simulation, owed)


def test_debt_grows_by_what_is_borrowed_and_is_paid_before_anything_else() -> None:
    """Half of what is spent is borrowed, nothing for money left over; the second month pays its part of it first."""
    governance = Governance(borrowing=0.5, own_revenue=0.0, partnership=0.0)
    simulation = still(eur=7000.0, shares={"language": 1.0}, table=((20, 5, 0),))
    simulation.timeline = replace(
        simulation.timeline, phases=(replace(simulation.timeline.phases[0], regime=Regime(governance=governance)),)
    )
    simulation.step()
    assert simulation.accounts is not None
    assert int(simulation.accounts.spent.sum()) == 50_135
    assert simulation.accounts.debt.tolist() == [25_067]
    simulation.step()
    interest, principal = 62, 209
    assert simulation.accounts.spent[0, DEBT_SERVICE] == interest + principal
    borrowed = int(simulation.accounts.spent.sum()) // 2
    assert simulation.accounts.debt.tolist() == pytest.approx([25_067 - principal + borrowed], abs=1)
    assert simulation.accounts.total > 0.0


def test_a_place_in_a_course_costs_what_it_costs() -> None:
    """Nobody attends in the first month; then each person the unit cost, to the cent."""
    simulation = still(eur=50_000.0, shares={"language": 1.0}, delivery=Delivery(targeted_share=0.0))
    simulation.step()
    assert simulation.accounts is not None
    assert int(simulation.accounts.spent.sum()) == 0
    simulation.step()
    factor = dearer(simulation.scenario.services, simulation.scenario.regime)
    enrolled = int(simulation.accounts.enrolled[0, LANGUAGE])
    assert int(simulation.accounts.spent[0, LANGUAGE]) == int(50_000.0 * factor * enrolled)


def test_waiting_weeks_are_the_queue_over_the_places_that_become_free() -> None:
    simulation = still(shares={"language": 0.1})
    for _ in range(8):
        simulation.step()
    accounts = simulation.accounts
    assert accounts is not None
    queue, enrolled = int(accounts.queue[0, LANGUAGE]), int(accounts.enrolled[0, LANGUAGE])
    assert queue > 0
    assert booked(accounts)[BOOKED.index("waiting_weeks")] == pytest.approx(queue / (enrolled / 7.0) * WEEKS)


def test_what_is_reported_adds_up_to_what_was_booked() -> None:
    simulation = running(months=6)
    accounts = simulation.accounts
    assert accounts is not None
    row = dict(zip(BOOKED, booked(accounts), strict=True))
    assert row["allocated"] == pytest.approx(row["spent"] + row["unspent"])
    assert sum(row[f"spent_{name}"] for name in INSTRUMENTS) + row["debt_service"] == pytest.approx(row["spent"])
    assert row["queue"] == accounts.queue.sum()
    assert row["enrolled"] == accounts.enrolled.sum()


def test_without_money_there_are_no_places_and_without_migrants_no_money() -> None:
    poor = running(Scenario(context=context_of(TOWN), funding=Funding(eur_per_migrant_year=0.0)), months=4)
    assert poor.accounts is not None
    assert poor.accounts.enrolled.sum() == 0
    assert poor.accounts.queue.sum() > 0
    hosts = ((12, 0, 0), (9, 0, 0))
    alone = running(Scenario(context=context_of(hosts, arrivals=0.0)), hosts, months=4)
    assert alone.accounts is not None
    assert int(alone.accounts.allocated.sum()) == 0
