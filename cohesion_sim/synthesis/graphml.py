"""A GraphML file is read as data and nothing else: no document type, no entities, no more than it declares.

Every endpoint must be a node of the file, every value of the type that its key declares, every number finite. What
programs add for drawing (data without ``attr.name``) is passed over; graphs within nodes and hyperedges are refused.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate, errors

from cohesion_sim.errors import UserError

if TYPE_CHECKING:
    import networkx as nx

Value = str | int | float | bool
MOST_NODES = 250_000
MOST_EDGES = 2_000_000
MOST_DEPTH = 64
FLAGS = {"true": True, "1": True, "false": False, "0": False}


class Declared(NamedTuple):
    """What a key of the file stands for."""

    about: str
    name: str
    kind: str


def parsed_graphml(content: bytes, where: str) -> nx.Graph[str]:
    """Return the graph of a GraphML text, undirected; ``where`` names it in errors.

    Raises
    ------
    UserError
        For anything that is malformed, refused or too large, with the line.
    """
    return Reader(where).read(content)


def converted(text: str, kind: str) -> Value:
    """Return a text as the type that its key declares.

    Raises
    ------
    ValueError
        If it is not of that type, or not finite.
    """
    text = text.strip()
    if kind == "boolean":
        if text.lower() not in FLAGS:
            raise ValueError(text)
        return FLAGS[text.lower()]
    if kind in ("int", "long"):
        return int(text)
    if kind in ("float", "double"):
        if not math.isfinite(number := float(text)):
            raise ValueError(text)
        return number
    return text


class Reader:
    """Reads one file, element by element."""

    def __init__(self, where: str) -> None:
        import networkx as nx

        self.where = where
        self.graph: nx.Graph[str] = nx.Graph()
        self.keys: dict[str, Declared] = {}
        self.defaults: dict[str, dict[str, Value]] = {"node": {}, "edge": {}}
        self.edges: list[tuple[str, str, dict[str, Value], int]] = []
        self.path: list[str] = []
        self.graphs = 0
        self.values: dict[str, Value] | None = None
        self.key: Declared | None = None
        self.text: list[str] = []
        self.parser = ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text.append

    def read(self, content: bytes) -> nx.Graph[str]:
        """Return the graph that a text holds."""
        try:
            self.parser.Parse(content, True)
        except ExpatError as error:
            place = f"line {error.lineno}, column {error.offset + 1}"
            raise UserError(f"{self.where}, {place}: malformed GraphML, {errors.messages[error.code]}") from error
        except LookupError as error:  # an encoding that does not exist
            raise UserError(f"{self.where}: malformed GraphML, {error}") from error
        if self.graphs == 0:
            raise UserError(f"{self.where}: the file holds no graph")
        for node in self.graph:
            self.graph.nodes[node].update({**self.defaults["node"], **self.graph.nodes[node]})
        for one, other, values, line in self.edges:
            for end in (one, other):
                if end not in self.graph:
                    raise UserError(f"{self.where}, line {line}: an edge ends at '{end}', which is no node of the file")
            self.graph.add_edge(one, other, **{**self.defaults["edge"], **values})
        return self.graph

    def refuse(self, what: str) -> NoReturn:
        """Raise a :class:`UserError` that names the line."""
        raise UserError(f"{self.where}, line {self.parser.CurrentLineNumber}: {what}")

    def doctype(self, *_: object) -> None:
        """Refuse a document type, and with it all entities."""
        self.refuse("a document type (<!DOCTYPE …>) is not allowed; take it out")

    def start(self, tag: str, given: dict[str, str]) -> None:
        """Take note of an element that begins."""
        name = tag.rpartition(" ")[2]
        if len(self.path) >= MOST_DEPTH:
            self.refuse(f"elements are nested deeper than {MOST_DEPTH} levels")
        if "data" in self.path:
            self.path.append(name)
            return
        if not self.path and name != "graphml":
            self.refuse(f"the file begins with <{name}>; a GraphML file begins with <graphml>")
        self.path.append(name)
        if name == "key":
            self.declare(given)
        elif name == "graph":
            self.graphs += 1
            if self.graphs > 1:
                self.refuse("a second graph; the file must hold one, without graphs in nodes")
        elif name == "hyperedge":
            self.refuse("a hyperedge; a tie has two ends")
        elif name == "node":
            self.node(given)
        elif name == "edge":
            self.edge(given)
        elif name in ("data", "default"):
            self.text.clear()
            if name == "data":
                self.key = self.known(given.get("key", ""))

    def end(self, tag: str) -> None:
        """Take note of an element that ends."""
        name = self.path.pop()
        if "data" in self.path:
            return
        if name == "data" and self.key is not None and self.values is not None:
            self.values[self.key.name] = self.value(self.key)
        elif name == "default" and self.key is not None:
            for about, values in self.defaults.items():
                if self.key.about in (about, "all"):
                    values[self.key.name] = self.value(self.key)
        elif name in ("node", "edge"):
            self.values = None

    def declare(self, given: dict[str, str]) -> None:
        """Take note of a key."""
        self.key = Declared(given.get("for", "all"), given.get("attr.name", ""), given.get("attr.type", "string"))
        self.keys[given.get("id", "")] = self.key

    def known(self, key: str) -> Declared:
        """Return what a key stands for."""
        if key not in self.keys:
            self.refuse(f"data for the key '{key}', which the file does not declare")
        return self.keys[key]

    def value(self, key: Declared) -> Value:
        """Return the text read last as the value of a key; what has no name is for drawing only."""
        text = "".join(self.text)
        try:
            return converted(text, key.kind) if key.name else ""
        except ValueError:
            self.refuse(f"{key.name} is '{' '.join(text.split())[:40]}'; it must be a finite {key.kind}")

    def node(self, given: dict[str, str]) -> None:
        """Add a node."""
        if "id" not in given:
            self.refuse("a node without an id")
        if given["id"] in self.graph:
            self.refuse(f"the node '{given['id']}' is given twice")
        if len(self.graph) >= MOST_NODES:
            self.refuse(f"the file holds more than {MOST_NODES} nodes")
        self.graph.add_node(given["id"])
        self.values = self.graph.nodes[given["id"]]

    def edge(self, given: dict[str, str]) -> None:
        """Add an edge, whose ends may be declared later."""
        if "source" not in given or "target" not in given:
            self.refuse("an edge without a source or a target")
        if len(self.edges) >= MOST_EDGES:
            self.refuse(f"the file holds more than {MOST_EDGES} edges")
        self.values = {}
        self.edges.append((given["source"], given["target"], self.values, self.parser.CurrentLineNumber))
