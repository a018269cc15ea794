"""All generated pages by name, and the one place that writes them."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from cohesion_sim.config.catalogue import first_sentence
from cohesion_sim.documents import tables
from cohesion_sim.documents.equations import equations
from cohesion_sim.documents.markdown import NOTE, referred, table
from cohesion_sim.evidence.ledger import Defended, defended, shares
from cohesion_sim.measures.outcomes import OUTCOMES
from cohesion_sim.mechanisms import MECHANISMS
from cohesion_sim.parameters import ASSUMPTION
from cohesion_sim.validation.published import MODELS, published

STRONG = 10
"""Rank among all numbers up to which an assumption counts as one that decides an outcome."""


def filled(template: str) -> str:
    """Return a page made of a template and what the code says."""
    words = files(__package__).joinpath("templates", template).read_text(encoding="utf-8")
    entries = defended()
    counted = shares(entries)
    told = {
        "state": tables.state(),
        "mechanisms": mechanism_table(),
        "shares": "\n".join(tables.share_lines(entries)),
        "strong": strong(entries),
        "failing": failing(),
        "numbers": str(len(entries)),
        "outcomes": str(len(OUTCOMES)),
        "assumed": f"{counted.assumed:.0%}",
        "assumed_of_claims": f"{counted.assumed_of_claims:.0%}",
        "findings": str(sum(each.kind != MODELS for each in published().values())),
        "unexplained": str(sum(bool(each.why) for each in published().values())),
    }
    for name, value in told.items():
        words = words.replace("{{" + name + "}}", value)
    return f"{NOTE}\n{referred(words) if template != 'resume.md' else words}"


def mechanism_table() -> str:
    """Return the processes of a month in order."""
    rows = [
        (number, f"`{name}`", "yes" if cls.default_on else "no", first_sentence(cls))
        for number, (name, cls) in enumerate(MECHANISMS.items(), start=1)
    ]
    return table(["order", "process", "on", "what it does"], rows)


def strong(entries: list[Defended]) -> str:
    """Return the assumptions that are among the strongest numbers for some outcome."""
    rows = [
        (f"`{each.key}`", ", ".join(f"{outcome} ({rank})" for outcome, rank in each.moved.items() if rank <= STRONG))
        for each in entries
        if each.ground == ASSUMPTION and each.moved and min(each.moved.values()) <= STRONG
    ]
    if not rows:
        return "No screening is kept: which assumptions decide most is unknown."
    return table(["assumption", f"outcomes that it is among the {STRONG} strongest numbers for (rank)"], rows)


def failing() -> str:
    """Return the findings that do not come out at the shipped defaults, with the reason as far as it is known."""
    rows = [(each.title["en"], each.kind, each.why) for each in published().values() if each.why]
    return table(["finding", "kind", "why"], rows)


PAGES: dict[str, Callable[[], str]] = {
    "odd.md": lambda: filled("odd.md"),
    "equations.md": equations,
    "parameters.md": tables.parameters,
    "outcomes.md": tables.outcomes,
    "evidence.md": tables.evidence,
    "limits.md": lambda: filled("limits.md"),
    "resume.md": lambda: filled("resume.md"),
}


def write(folder: Path) -> list[Path]:
    """Write all pages into a folder and return the files that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, page in PAGES.items():
        place, words = folder / name, page()
        if not place.is_file() or place.read_text(encoding="utf-8") != words:
            place.write_text(words, encoding="utf-8")
            changed.append(place)
    return changed
