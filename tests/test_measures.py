"""Measures are checked against the same sums done by hand, and must not depend on threads or on the order of rows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.errors import UserError
from cohesion_sim.measures.acculturation import strategy_strip
from cohesion_sim.measures.cutoffs import DEPRIVATIONS, Measures
from cohesion_sim.measures.marginalisation import deprivation_bits, shares_of_weight
from cohesion_sim.measures.network import assortativity, ei_index
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.measures.polarisation import spread_and_bimodality
from cohesion_sim.measures.recorder import REST, Recorder, usual_keys
from cohesion_sim.measures.segregation import dissimilarity_and_exposure
from cohesion_sim.measures.snapshot import taken, worked_out
from cohesion_sim.measures.tally import PATTERN, STATUS, WIDTH, columns_of, cuts, deprived, tallied
from cohesion_sim.measures.values import values
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.people import ADULT, RETIRED
from tests.worlds import running

TOWN = ((60, 25, 12), (50, 8, 20))


@pytest.fixture(scope="module")
def town() -> Simulation:
    return running(table=TOWN, months=3)


def test_the_fixed_names_are_columns(town: Simulation) -> None:
    recorder = Recorder(Measures(), 1)
    recorder.record(town.world, town.accounts)
    fixed = [
        "month",
        "trust",
        "trust_institutions",
        "belonging",
        "solidarity",
        "warmth",
        "marginalisation",
        "employment",
        "language",
        "discrimination",
        "threat_economic",
        "threat_cultural",
        "heritage",
        "host_orientation",
        "integration",
        "assimilation",
        "separation",
        "berry_marginalisation",
        "bridging_ties",
        "dissimilarity",
        "assortativity",
        "belonging_gap",
        "employment_gap",
        "trust_hosts",
    ]
    assert set(fixed) <= set(recorder.monthly().columns)


def test_every_column_is_declared_and_every_declared_column_is_there(town: Simulation) -> None:
    recorder = Recorder(Measures(), 1)
    recorder.record(town.world, town.accounts)
    declared = {column for outcome in OUTCOMES.values() for column in outcome.columns.values()}
    twice = {f"{name}_{outcome.covers}" for name, outcome in OUTCOMES.items() if outcome.both}
    assert declared <= set(recorder.monthly().columns) <= declared | twice | {"month"} | set(REST)


@pytest.mark.parametrize("name", ["trust", "belonging", "warmth", "language", "threat_economic", "heritage"])
def test_a_mean_is_the_mean_of_adults_of_the_side_it_covers(town: Simulation, name: str) -> None:
    people = town.world.people
    side = {"everybody": people.active, "hosts": people.group == 0, "migrants": people.group > 0}[OUTCOMES[name].covers]
    who = people.active & side & (people.age >= ADULT)
    found = worked_out([taken(town.world, Measures())], Measures()).value[name][0]
    assert found == pytest.approx(getattr(people, name)[who].mean(dtype=np.float64), abs=1e-8)


def test_employment_is_measured_from_18_to_64(town: Simulation) -> None:
    people = town.world.people
    who = people.active & (people.group > 0) & (people.age >= ADULT) & (people.age < RETIRED)
    found = worked_out([taken(town.world, Measures())], Measures()).value["employment"][0]
    assert found == pytest.approx(people.employed[who].mean())


def test_bridging_ties_are_counted_as_they_stand(town: Simulation) -> None:
    one, other, _, _ = town.world.ties.edges()
    group = town.world.people.group
    across = (group[one] > 0) != (group[other] > 0)
    assert columns_of(town.world).bridging.sum() == 2 * across.sum()


def test_threads_change_nothing(town: Simulation) -> None:
    other = running(table=TOWN, months=3, threads=3, grain=1)
    assert np.array_equal(taken(town.world, Measures()).tally, taken(other.world, Measures()).tally)


def test_the_order_of_rows_changes_nothing(town: Simulation) -> None:
    columns = columns_of(town.world)
    columns = columns._replace(floats=columns.floats[:, : len(columns.active)])
    turned = type(columns)(*(np.ascontiguousarray(column[..., ::-1]) for column in columns))
    c, workers = cuts(Measures()), town.world.workers
    assert np.array_equal(tallied(columns, None, 1, c, workers), tallied(turned, None, 1, c, workers))


@pytest.mark.parametrize("key", ["side", "group", "generation", "status", "sex", "cohort", "place"])
def test_subgroups_add_up_to_everybody(town: Simulation, key: str) -> None:
    recorder = Recorder(Measures(), 1, [key])
    recorder.record(town.world, town.accounts)
    parts = recorder.cells[key]._waiting[0].sum(axis=0)
    still_counted = recorder._departed[0] if key == "cohort" else 0
    assert np.array_equal(parts - still_counted, taken(town.world, Measures()).tally)


def test_cells_under_thirty_persons_are_hidden() -> None:
    simulation = running(table=((70, 20),))
    recorder = Recorder(Measures(), 0, ["side"])
    recorder.record(simulation.world, simulation.accounts)
    table = recorder.by("side").set_index("subgroup")
    assert not math.isnan(table.loc["hosts", "trust"])
    assert math.isnan(table.loc["migrants", "trust"])
    assert table.loc["migrants", "population"] == 20


def test_the_fixed_cohort_keeps_its_number() -> None:
    simulation = running(table=TOWN)
    recorder = Recorder(Measures(), 40, ["cohort"])
    recorder.record(simulation.world, simulation.accounts)
    gone = 0
    for _ in range(40):
        simulation.step()
        gone += sum(len(left.degree) for left in simulation.world.gone)
        recorder.record(simulation.world, simulation.accounts)
    founders = recorder.cells["cohort"].table(least=0).query("subgroup == 'founders'")
    assert gone > 0
    assert founders["adults"].nunique() == 1


def test_those_who_left_count_with_their_last_values() -> None:
    simulation = running(table=TOWN)
    world = simulation.world
    recorder = Recorder(Measures(), 1, ["cohort"])
    recorder.record(world, None)
    before = recorder.cells["cohort"].table(least=0).query("subgroup == 'founders'")
    world.remove(np.flatnonzero(world.people.founder)[:7].astype(np.int64))
    world.month = 1
    recorder.record(world, None)
    after = recorder.cells["cohort"].table(least=0).query("subgroup == 'founders' and month == 1")
    for name in ("trust", "belonging_hosts", "employment", "headcount_3", "adults"):
        assert after[name].item() == before[before["month"] == 0][name].item()


def test_subgroups_are_measured_as_often_as_asked_and_in_the_last_month() -> None:
    simulation = running(table=TOWN)
    recorder = Recorder(Measures(subgroups_every=3), 5, ["sex"])
    recorder.record(simulation.world, simulation.accounts)
    for _ in range(5):
        simulation.step()
        recorder.record(simulation.world, simulation.accounts)
    assert sorted(set(recorder.by("sex")["month"])) == [0, 3, 5]


def test_a_large_population_is_not_divided_unless_asked() -> None:
    assert usual_keys(1_000_000, 100) == ()
    assert "place" not in usual_keys(10_000, 5_000)


def test_an_unknown_key_names_the_nearest() -> None:
    with pytest.raises(UserError, match="did you mean 'status'"):
        Recorder(Measures(), 1, ["statu"])


patterns = st.lists(st.integers(0, 40), min_size=128, max_size=128)
weights = st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), min_size=7, max_size=7)


def tally_of(counts: list[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    tally = np.zeros((1, 2, WIDTH), np.int64)
    tally[0, :, PATTERN:] = counts
    tally[0, :, STATUS] = sum(counts)
    return tally


@given(patterns, weights, st.sampled_from([0.1, 0.34, 0.5, 1.0]))
def test_marginalisation_is_h_times_a_and_the_sum_of_its_contributions(
    counts: list[int], weight: list[float], k: float
) -> None:
    if sum(weight[d] for d in (0, 3, 4, 5, 6)) == 0.0:
        weight[0] = 1.0
    m = Measures(deprivations=k, **{f"weight_{name}": w for name, w in zip(DEPRIVATIONS, weight, strict=True)})
    found = values(tally_of(counts), m).value
    h, a, m0 = found["headcount"][0], found["intensity"][0], found["marginalisation"][0]
    shares = np.array(shares_of_weight(m))
    c = deprivation_bits() @ shares
    by_hand = sum(n * c[p] for p, n in enumerate(counts) if c[p] >= k - 1e-9)
    if sum(counts):
        assert m0 == pytest.approx(by_hand / sum(counts), abs=1e-12)
        assert sum(found[f"m0_{name}"][0] for name in DEPRIVATIONS) == pytest.approx(m0, abs=1e-15)
        assert m0 == pytest.approx(h * a if h else 0.0, abs=1e-12)


@given(patterns)
def test_headcounts_fall_with_the_cut_off(counts: list[int]) -> None:
    found = values(tally_of(counts), Measures()).value
    heads = [found[f"headcount_{k}"][0] for k in range(1, 8)]
    assert not sum(counts) or heads == sorted(heads, reverse=True)


def test_marginalisation_of_a_whole_is_the_weighted_mean_of_its_parts(town: Simulation) -> None:
    recorder = Recorder(Measures(), 1, ["group"])
    recorder.record(town.world, town.accounts)
    parts = recorder.cells["group"].table(least=0)
    parts = parts[parts["subgroup"] != "hosts"]
    whole = worked_out([taken(town.world, Measures())], Measures()).value["marginalisation"][0]
    assert (parts["marginalisation"] * parts["adults"]).sum() / parts["adults"].sum() == pytest.approx(whole)


def test_the_pattern_of_deprivations_is_read_off_the_cut_offs() -> None:
    c = cuts(Measures())
    assert deprived(0, 0.60, 3, 1, 0.50, 0.25, 0.45, c) == 0
    assert deprived(1, 0.59, 2, 0, 0.49, 0.26, 0.44, c) == 127


def test_weights_that_count_nothing_are_refused() -> None:
    with pytest.raises(UserError, match="at least one"):
        Measures(**{f"weight_{name}": 0.0 for name in DEPRIVATIONS if name not in ("language", "rights")})


def test_strategies_add_up_at_every_cut_off(town: Simulation) -> None:
    strip = strategy_strip(town.world.people)
    assert np.allclose(strip[["integration", "assimilation", "separation", "berry_marginalisation"]].sum(axis=1), 1.0)
    monthly = worked_out([taken(town.world, Measures())], Measures()).value
    assert strip.set_index("cut").loc[0.5, "integration"] == pytest.approx(monthly["integration"][0])
    assert strip["integration"].is_monotonic_decreasing


def test_segregation_by_hand() -> None:
    assert dissimilarity_and_exposure(np.array([[10, 0], [0, 10]])) == (1.0, 0.0)
    assert dissimilarity_and_exposure(np.array([[30, 10], [30, 10]])) == (0.0, 0.75)
    assert math.isnan(dissimilarity_and_exposure(np.array([[30, 0]]))[0])


def test_network_indices_by_hand() -> None:
    apart, mixed = (np.array([10, 10]), np.array([0, 0])), (np.array([10, 10]), np.array([5, 5]))
    assert (ei_index(*apart), assortativity(*apart)) == (-1.0, 1.0)
    assert (ei_index(*mixed), assortativity(*mixed)) == (0.0, 0.0)
    assert math.isnan(ei_index(np.zeros(2, np.int64), np.zeros(2, np.int64)))


def test_assortativity_is_that_of_networkx(town: Simulation) -> None:
    import networkx as nx

    one, other, _, _ = town.world.ties.edges()
    graph = nx.Graph(zip(one.tolist(), other.tolist(), strict=True))
    nx.set_node_attributes(graph, {row: int(town.world.people.group[row] > 0) for row in graph}, "side")
    found = worked_out([taken(town.world, Measures())], Measures()).value["assortativity"][0]
    assert found == pytest.approx(nx.attribute_assortativity_coefficient(graph, "side"))


def test_two_camps_are_bimodal_and_a_uniform_spread_is_five_ninths() -> None:
    def of(x: list[float]) -> tuple[float, float]:
        a = np.array(x)
        spread, b = spread_and_bimodality(*(np.array([(a**n).mean()]) for n in (1, 2, 3, 4)))
        return float(spread[0]), float(b[0])

    assert of([0.0, 1.0]) == pytest.approx((0.5, 1.0))
    assert of(np.linspace(0.0, 1.0, 10_001).tolist())[1] == pytest.approx(5 / 9, abs=1e-3)
    assert math.isnan(of([0.4, 0.4])[1])


def test_an_empty_world_measures_nothing_and_breaks_nothing() -> None:
    simulation = running(Scenario(), table=((0, 0),))
    recorder = Recorder(Measures(), 0, ["side", "place"])
    recorder.record(simulation.world, None)
    monthly = recorder.monthly()
    assert monthly["population"].item() == 0
    assert math.isnan(monthly["trust"].item())
