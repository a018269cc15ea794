"""Networks come in from NetworkX and from files, and go out again; what is broken is refused in one sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_sim.context import Context, Origin
from cohesion_sim.errors import UserError
from cohesion_sim.runs.simulation import Simulation
from cohesion_sim.scenario import Scenario
from cohesion_sim.state.graph import to_networkx
from cohesion_sim.state.ties import WORK
from cohesion_sim.state.world import World
from cohesion_sim.synthesis.graph_files import read_graph
from cohesion_sim.synthesis.graphs import world_from_graph
from cohesion_sim.synthesis.start import Network
from tests.worlds import TOWN, TWO_ORIGINS, by_key, running, tie_set

CONTEXT = Context(origins=TWO_ORIGINS, migrant_share=0.25)
HEAD = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
AGE = '<key id="d0" for="node" attr.name="age" attr.type="int"/>'
WEIGHT = '<key id="d1" for="edge" attr.name="weight" attr.type="double"/>'
PAIR = '<node id="a"/><node id="b"/>'


def graphml(tmp_path: Path, inner: str) -> Path:
    path = tmp_path / "network.graphml"
    path.write_text(inner if inner.startswith("<?") else f"{HEAD}{inner}</graphml>")
    return path


def edge_list(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "network.txt"
    path.write_text(text)
    return path


def path_of(*nodes: Any, **attributes: Any) -> nx.Graph[Any]:
    graph: nx.Graph[Any] = nx.path_graph(nodes)
    for name, value in attributes.items():
        nx.set_node_attributes(graph, value, name)
    return graph


def same(one: World, other: World) -> bool:
    a, b = by_key(one), by_key(other)
    return tie_set(one) == tie_set(other) and all(np.array_equal(a[name], b[name]) for name in a)


def started(network: Network, **changes: Any) -> World:
    return Simulation(Scenario(network=network, context=replace(CONTEXT, **changes)), 1).world


def test_the_karate_club_has_its_34_members_and_78_ties_and_runs() -> None:
    simulation = Simulation(Scenario(network=Network(source="karate")), 1)
    people, ties = simulation.world.people, simulation.world.ties
    assert (len(people), len(simulation.world.places), int(ties.degree.sum())) == (34, 1, 2 * 78)
    assert int(np.count_nonzero(people.group)) == round(0.12 * 34)
    for _ in range(3):
        simulation.step()
    assert simulation.month == 3


def test_a_ring_without_rewiring_ties_everybody_to_her_neighbours() -> None:
    network = Network(source="watts_strogatz", neighbours=4, rewiring=0.0)
    world = started(network, population=60, places=3, dissimilarity=0.3)
    assert set(world.ties.degree.tolist()) == {4}
    assert np.bincount(world.people.place).tolist() == world.places.residents.tolist()
    assert int(np.count_nonzero(world.people.group)) == 15


def test_a_ring_follows_from_the_seed() -> None:
    scenario = Scenario(network=Network(source="watts_strogatz"), context=Context(population=80, places=1))
    first, again, other = (Simulation(scenario, seed).world for seed in (1, 1, 2))
    assert same(first, again)
    assert tie_set(first) != tie_set(other)


@pytest.mark.parametrize(
    ("network", "population", "words"),
    [
        (
            Network(source="watts_strogatz", neighbours=6),
            6,
            "network.neighbours is 6; it must be less than the population",
        ),
        (Network(source="watts_strogatz"), 300_000, "a ring can hold at most 250000 persons"),
        (Network(source="karat"), 100, "did you mean 'karate'"),
        (Network(source="file", path="nowhere.graphml"), 100, "there is no such file"),
    ],
)
def test_a_network_that_cannot_be_is_refused(network: Network, population: int, words: str) -> None:
    with pytest.raises(UserError, match=words):
        started(network, population=population, places=1)


@pytest.mark.parametrize("months", [0, 3])
def test_a_world_goes_out_through_graphml_and_comes_back_the_same(tmp_path: Path, months: int) -> None:
    world = running(table=TOWN, months=months).world
    nx.write_graphml(to_networkx(world), tmp_path / "out.graphml")
    back = world_from_graph(read_graph(tmp_path / "out.graphml"), Context(origins=TWO_ORIGINS), seed=9)
    there, here = by_key(world), by_key(back)
    differing = {name for name in there if not np.array_equal(there[name], here[name])}
    assert differing <= {"founder", "stage"}
    assert tie_set(back) == tie_set(world)


def test_ties_go_out_with_layer_and_strength() -> None:
    graph = to_networkx(running(table=TOWN).world)
    layers = {given["layer"] for _, _, given in graph.edges(data=True)}
    assert layers <= {"kin", "neighbourhood", "work", "association"}
    assert all(0.0 <= given["strength"] <= 1.0 for _, _, given in graph.edges(data=True))


def test_the_order_of_nodes_and_edges_does_not_matter() -> None:
    graph = nx.karate_club_graph()
    other: nx.Graph[Any] = nx.Graph()
    other.add_nodes_from(sorted(graph, reverse=True))
    other.add_edges_from(list(graph.edges(data=True))[::-1])
    assert same(world_from_graph(graph, CONTEXT), world_from_graph(other, CONTEXT))


def test_a_person_stays_herself_when_another_joins() -> None:
    given = {"group": 1}
    small, large = path_of("a", "b", **given), path_of("a", "b", "c", **given)
    one, two = by_key(world_from_graph(small, CONTEXT)), by_key(world_from_graph(large, CONTEXT))
    assert set(one["key"]) < set(two["key"])
    assert set(one["trust"]) < set(two["trust"])


def test_what_a_node_says_is_kept_and_an_attitude_lasts() -> None:
    said = {"group": "far", "age": 400, "trust": 0.2, "woman": True, "status": "citizen", "shoes": "red"}
    people = world_from_graph(path_of("a", "b", **said), CONTEXT).people
    assert people.group.tolist() == [2, 2]
    assert people.age.tolist() == [400, 400]
    assert people.trust_setpoint.tolist() == [51, 51]
    assert people.woman.all()
    assert people.status.tolist() == [4, 4]


def test_places_are_numbered_in_the_order_of_their_names() -> None:
    graph = path_of("a", "b", "c", place={"a": "Porto", "b": "Lisboa", "c": "Porto"})
    world = world_from_graph(graph, CONTEXT)
    assert world.places.residents.tolist() == [1, 2]


def test_edges_keep_layer_and_strength_and_weights_count_relative_to_the_largest() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edge("a", "b", layer="work", strength=1.0)
    graph.add_edge("b", "c", weight=2)
    graph.add_edge("c", "d", weight=4.0)
    layers = sorted(tie[2:] for tie in tie_set(world_from_graph(graph, CONTEXT)))
    assert layers == [(WORK, 255), (3, 128), (3, 255)]


def test_directions_loops_and_doubled_edges_are_dropped() -> None:
    graph = nx.MultiDiGraph([("a", "b"), ("b", "a"), ("a", "b"), ("b", "b")])
    assert world_from_graph(graph, CONTEXT).ties.degree.tolist() == [1, 1]


@pytest.mark.parametrize(("leaves", "slots"), [(3, 16), (20, 21), (32, 32)])
def test_slots_grow_as_the_largest_degree_needs(leaves: int, slots: int) -> None:
    world = world_from_graph(nx.star_graph(leaves), CONTEXT)
    assert world.ties.slots == slots
    assert int(world.ties.degree.max()) == leaves


def test_a_node_with_too_many_ties_is_named() -> None:
    with pytest.raises(UserError, match=r"node '0' has 33 ties; a person can have at most 32"):
        world_from_graph(nx.star_graph(33), CONTEXT)


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"group": 3}, r"group of node 'a' is 3; the context has the groups 0 hosts, 1 near, 2 far"),
        ({"group": "neer"}, "did you mean 'near'"),
        ({"group": 0, "generation": 1}, "generation of node 'a' is 1; it must be 0 for a host"),
        ({"trust": 1.5}, r"trust of node 'a' is 1.5; it must lie in \[0, 1\]"),
        ({"trust": float("nan")}, "trust of node 'a' is nan"),
        ({"age": "old"}, "age of node 'a' is 'old'; it must be a number"),
        ({"age": 10.5}, "whole number"),
        ({"woman": 2}, "true or false"),
        ({"status": "citisen"}, "did you mean 'citizen'"),
        ({"place": {"a": 1}}, "node 'b' has no place"),
        ({"place": {"b": 1}}, "node 'a' has no place"),
        ({"key": 7}, "the same name or key"),
        ({"key": -1}, "key of node 'a' is -1"),
    ],
)
def test_a_wrong_attribute_of_a_node_is_named(attributes: dict[str, Any], words: str) -> None:
    with pytest.raises(UserError, match=words):
        world_from_graph(path_of("a", "b", **attributes), CONTEXT)


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"weight": float("inf")}, "weight of the edge between 'a' and 'b' is inf"),
        ({"weight": -1}, "at least 0"),
        ({"weight": "heavy"}, "finite number"),
        ({"strength": 2}, r"strength of the edge between 'a' and 'b' is 2; it must lie in \[0, 1\]"),
        ({"layer": "works"}, "did you mean 'work'"),
        ({"layer": 4}, r"it must lie in \[0, 3\]"),
    ],
)
def test_a_wrong_attribute_of_an_edge_is_named(attributes: dict[str, Any], words: str) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edge("a", "b", **attributes)
    with pytest.raises(UserError, match=words):
        world_from_graph(graph, CONTEXT)


def test_an_empty_graph_is_refused() -> None:
    with pytest.raises(UserError, match="empty"):
        world_from_graph(nx.Graph(), CONTEXT)


def test_a_file_of_graphml_starts_a_run(tmp_path: Path) -> None:
    nodes = '<node id="a"><data key="d0">480</data></node><node id="b"/>'
    tie = '<edge source="a" target="b"><data key="d1">0.5</data></edge>'
    path = graphml(tmp_path, f'{AGE}{WEIGHT}<graph edgedefault="undirected">{nodes}{tie}</graph>')
    world = started(Network(source="file", path=str(path)))
    assert world.ties.degree.tolist() == [1, 1]
    assert 480 in world.people.age


def test_defaults_of_keys_and_drawing_extensions_are_understood(tmp_path: Path) -> None:
    key = '<key id="d0" for="node" attr.name="age" attr.type="int"><default>300</default></key><key id="g" for="node"/>'
    drawn = '<node id="a"><data key="g"><y:Shape xmlns:y="y"><y:data>x</y:data></y:Shape></data></node>'
    graph = read_graph(graphml(tmp_path, f"{key}<graph>{drawn}</graph>"))
    assert graph.nodes["a"]["age"] == 300


BROKEN = {
    "doctype": ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "e">]><graphml/>', "document type"),
    "unfinished": ("<graph><node id='a'>", "malformed GraphML"),
    "other file": ("<?xml version='1.0'?><html/>", "begins with <html>"),
    "no graph": ("", "holds no graph"),
    "no node": ("<graph/>", "network is empty"),
    "two graphs": (f"<graph>{PAIR}</graph><graph/>", "second graph"),
    "endpoint": ("<graph><node id='a'/><edge source='a' target='z'/></graph>", "ends at 'z', which is no node"),
    "twice": ("<graph><node id='a'/><node id='a'/></graph>", "'a' is given twice"),
    "no id": ("<graph><node/></graph>", "without an id"),
    "no target": ("<graph><node id='a'/><edge source='a'/></graph>", "without a source or a target"),
    "hyperedge": (f"<graph>{PAIR}<hyperedge/></graph>", "hyperedge"),
    "undeclared": ("<graph><node id='a'><data key='d9'>1</data></node></graph>", "does not declare"),
    "not a number": (f"{AGE}<graph><node id='a'><data key='d0'>old</data></node></graph>", "age is 'old'"),
    "not finite": (
        f"{WEIGHT}<graph>{PAIR}<edge source='a' target='b'><data key='d1'>NaN</data></edge></graph>",
        "finite double",
    ),
    "deep": ("<graph>" + "<a>" * 100 + "</a>" * 100 + "</graph>", "nested deeper"),
    "encoding": ("<?xml version='1.0' encoding='klingon'?><graphml/>", "malformed GraphML"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_graphml_is_refused_in_one_sentence(tmp_path: Path, case: str) -> None:
    inner, words = BROKEN[case]
    with pytest.raises(UserError, match=words) as caught:
        read_graph(graphml(tmp_path, inner))
    assert "\n" not in str(caught.value)


def test_an_edge_list_is_read_with_comments_commas_and_weights(tmp_path: Path) -> None:
    graph = read_graph(edge_list(tmp_path, "# friends\na b\nb,c,2.5  # close\n\n"))
    assert set(graph.edges) == {("a", "b"), ("b", "c")}
    assert graph.edges["b", "c"]["weight"] == 2.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a b\na\n", "line 2: 1 entries"),
        ("a b c d\n", "line 1: 4 entries"),
        ("source,target,weight\n", "line 1: the weight is 'weight'"),
        ("a b nan\n", "at least 0"),
        ("a b -2\n", "at least 0"),
        ("# nobody\n", "network is empty"),
        ("<graphml/>", r"must end in \.graphml"),
    ],
)
def test_a_broken_edge_list_is_refused_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read_graph(edge_list(tmp_path, text))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "network.csv"
    path.write_bytes(b"\xff\xfe\x00a")
    with pytest.raises(UserError, match="UTF-8"):
        read_graph(path)


def test_a_folder_is_no_network(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        read_graph(tmp_path)


WHOLE = (
    HEAD + AGE + WEIGHT + '<graph edgedefault="undirected">'
    '<node id="a"><data key="d0">300</data></node><node id="b"/>'
    '<edge source="a" target="b"><data key="d1">0.5</data></edge></graph></graphml>'
)  # fmt: skip


@given(at=st.integers(0, len(WHOLE) - 1), byte=st.binary(min_size=0, max_size=2))
def test_a_damaged_file_is_read_or_refused_but_never_crashes(tmp_path_factory: Any, at: int, byte: bytes) -> None:
    path = tmp_path_factory.mktemp("damaged") / "network.graphml"
    content = WHOLE.encode()
    path.write_bytes(content[:at] + byte + content[at + 1 :])
    assert "\n" not in answer(path)


def answer(path: Path) -> str:
    """Return what a user is told of a file, nothing if it is fine."""
    try:
        world_from_graph(read_graph(path), Context(origins=(Origin(name="migrants"),)))
    except UserError as error:
        return str(error)
    return ""
