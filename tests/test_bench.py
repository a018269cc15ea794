"""The benchmark measures what it says: no time is asserted, only that every number is there and adds up."""

import io
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from cohesion_sim.bench import bench
from cohesion_sim.bench.city import city
from cohesion_sim.bench.clock import MEASUREMENT, SERVICES, SURROUNDINGS, timed_months
from cohesion_sim.bench.objects import mesa_objects
from cohesion_sim.chance import Key
from cohesion_sim.errors import UserError
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.state.surroundings import look_around

PERSONS = 2_000


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    console = Console(file=io.StringIO(), width=120)
    table = bench(
        (PERSONS // 2, PERSONS), 2, 2, object_persons=PERSONS // 2, compilation=False, output=folder, console=console
    )
    return table, console.file.getvalue(), folder


def test_every_part_of_a_month_is_timed_at_every_size(measured):
    table, _, _ = measured
    parts = table[(table.quantity == "time") & (table.persons == PERSONS) & (table.threads == 1)].part
    assert set(parts) == {*MECHANISMS, SERVICES, MEASUREMENT, SURROUNDINGS, "month"}


def test_the_parts_of_a_month_add_up_to_the_month(measured):
    table, _, _ = measured
    times = (
        table[(table.quantity == "time") & (table.persons == PERSONS) & (table.threads == 1)].set_index("part").value
    )
    assert times.drop("month").sum() == pytest.approx(times["month"])


def test_the_printed_tables_and_the_files_hold_what_is_returned(measured):
    table, printed, folder = measured
    assert "person-months/s" in printed
    assert len(pd.read_csv(folder / "bench.csv")) == len(pd.read_json(folder / "bench.json")) == len(table)


def test_a_watched_simulation_runs_as_an_unwatched_one():
    one, other = Simulation(city(PERSONS)), Simulation(city(PERSONS))
    timed_months(one, 3)
    for _ in range(3):
        other.step()
    theirs = other.world.people.snapshot()
    assert all((column == theirs[name]).all() for name, column in one.world.people.snapshot().items())


def test_mesa_objects_learn_and_conform_as_the_columns_do():
    simulation = Simulation(city(PERSONS))
    simulation.step()
    world, levers, scenario = simulation.world, simulation.levers, simulation.scenario
    model = mesa_objects().PeopleModel(world, levers, scenario)
    look_around(world)
    for name in ("norms", "language"):
        scenario.mechanism(name).step(world, levers, Key(1, 1, 1), None)
    for stage in ("look", "conform", "learn"):
        model.agents.do(stage)
    for person in model.agents:
        assert person.warmth == pytest.approx(float(world.people.warmth[person.row]), abs=1e-4)
        assert person.language == pytest.approx(float(world.people.language[person.row]), abs=3e-4)


def test_mesa_objects_meet_as_much_as_the_columns_do():
    simulation = Simulation(city(PERSONS))
    simulation.step()
    world = simulation.world
    model = mesa_objects().PeopleModel(world, simulation.levers, simulation.scenario)
    look_around(world)
    simulation.scenario.mechanism("encounters").step(world, simulation.levers, Key(1, 1, 1), None)
    for stage in ("look", "meet", "warm"):
        model.agents.do(stage)
    met = [person.encounters for person in model.agents]
    active = world.people.active
    # a migrant's standard error is about 0.05 encounters a person; the bound is far outside it
    assert sum(met) / len(met) == pytest.approx(float(world.people.encounters[active].mean()), abs=0.25)


@pytest.mark.parametrize(("sizes", "months", "threads"), [((0,), 1, 1), ((100,), 0, 1), ((100,), 1, 0), ((), 1, 1)])
def test_sizes_months_and_threads_below_one_are_refused(sizes, months, threads):
    with pytest.raises(UserError, match="at least 1"):
        bench(sizes, months, threads)


def test_an_unwritable_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        bench((PERSONS,), 1, 1, object_persons=0, compilation=False, output=Path(tmp_path / "file" / "folder"))
