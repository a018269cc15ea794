"""The page of equations is the heads of the rules' own files, in the order in which the rules run."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from textwrap import dedent

from cohesion_sim.documents.markdown import NOTE, referred
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.policy.programmes import Programmes
from cohesion_sim.policy.services import Services
from cohesion_sim.state.endowment import Dispositions
from cohesion_sim.synthesis.network import Mixing

HEADING = re.compile(r"^(\w[\w ,]*)$", re.MULTILINE)
PROSE = ("Assumes", "Sources", "Kinds")
BESIDE = {
    "Start: dispositions": Dispositions, "Start: network": Mixing, "Services": Services, "Programmes": Programmes,
}  # fmt: skip


def equations() -> str:
    """Return the page."""
    parts = [
        NOTE, "# Equations", "",
        "Every rule, as its file states it. All attitudes move by *push(d) = d·(1 − x)* upwards and *d·x* downwards,",
        "so that they stay within 0 and 1. Names in the right-hand column are those of the code; values, priors and",
        "sources of the parameters are in [parameters](parameters.md).", "",
    ]  # fmt: skip
    for name, cls in {**{f"`{name}`": cls for name, cls in MECHANISMS.items()}, **BESIDE}.items():
        parts += [f"## {name}", "", *told(cls), ""]
    return "\n".join(parts).rstrip() + "\n"


def told(cls: type) -> Iterator[str]:
    """Yield the lines of what the module of a class says at its head."""
    words = inspect.cleandoc(sys.modules[cls.__module__].__doc__ or "")
    first, _, rest = words.partition("\n")
    yield first
    for heading, body in sections(rest):
        yield ""
        if heading in PROSE:
            yield f"*{heading}.* " + referred(" ".join(body.split()))
        else:
            yield from (
                f"*{heading}.*",
                "",
                "```text",
                *(line.rstrip() for line in dedent(body).strip("\n").split("\n")),
                "```",
            )


def sections(words: str) -> Iterator[tuple[str, str]]:
    """Yield the headed parts of a docstring: a heading stands at the margin, what belongs to it is indented."""
    heading, lines = "", list[str]()
    for line in words.split("\n"):
        if line and not line.startswith(" "):
            if heading:
                yield heading, "\n".join(lines)
            heading, lines = line.strip(), []
        else:
            lines.append(line)
    if heading:
        yield heading, "\n".join(lines)
