"""A measured network comes as GraphML or as an edge list, read with limits, and is refused in one sentence if broken.

An edge list is text in UTF-8, one tie a line: two names and, if wanted, a weight, separated by spaces, tabs or a comma.
What follows ``#`` is a comment.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.errors import UserError
from cohesion_sim.synthesis.graphml import MOST_EDGES, MOST_NODES, parsed_graphml

if TYPE_CHECKING:
    import networkx as nx

MOST_BYTES = 128 * 1024 * 1024


def read_graph(path: Path) -> nx.Graph[Any]:
    """Return the undirected graph that a file holds: GraphML if its name ends in ``.graphml``, else an edge list.

    Raises
    ------
    UserError
        If the file is missing, unreadable, too large, broken or empty.
    """
    content = content_of(path)
    graph = (
        parsed_graphml(content, str(path)) if path.suffix.lower() == ".graphml" else parsed_edges(content, str(path))
    )
    if len(graph) == 0:
        raise UserError(f"{path}: the network is empty; it must hold at least one node")
    return graph


def content_of(path: Path) -> bytes:
    """Return the bytes of a file that is not too large."""
    try:
        if not path.is_file():
            raise UserError(f"network.path is '{path}'; there is no such file")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(f"{path}: the file cannot be read ({error.strerror})") from error
    if len(content) > MOST_BYTES:
        raise UserError(f"{path}: the file is larger than {MOST_BYTES // 1024**2} MiB")
    return content


def parsed_edges(content: bytes, where: str) -> nx.Graph[str]:
    """Return the graph of an edge list; ``where`` names it in errors."""
    import networkx as nx

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{where}: an edge list must be text in UTF-8") from error
    if text.lstrip().startswith("<"):
        raise UserError(f"{where}: this is no edge list; the name of a GraphML file must end in .graphml")
    graph: nx.Graph[str] = nx.Graph()
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.partition("#")[0].replace(",", " ").split()
        if not parts:
            continue
        if len(parts) not in (2, 3):
            raise UserError(
                f"{where}, line {number}: {len(parts)} entries; a tie is two names and, if wanted, a weight"
            )
        weight = {"weight": weighed(parts[2], f"{where}, line {number}")} if len(parts) == 3 else {}
        graph.add_edge(parts[0], parts[1], **weight)
        if len(graph) > MOST_NODES or number > MOST_EDGES:
            raise UserError(f"{where}: the file holds more than {MOST_NODES} nodes or {MOST_EDGES} lines")
    return graph


def weighed(text: str, where: str) -> float:
    """Return the weight that a text gives."""
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight) or weight < 0.0:
        raise UserError(f"{where}: the weight is '{text[:40]}'; it must be a number of at least 0")
    return weight
