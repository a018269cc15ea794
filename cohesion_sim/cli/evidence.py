"""The evidence of every number is a table on the screen or in a file, or a card of one number; shares stand below."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.settings import settings
from cohesion_sim.errors import UserError, unknown

if TYPE_CHECKING:
    from cohesion_sim.evidence.bibliography import Evidence
    from cohesion_sim.evidence.ledger import Defended
    from cohesion_sim.evidence.screening import Screening

KEYS: dict[str, Any] = {
    "mechanism": "",
    "ground": "",
    "source": "",
    "of": "",
    "screening": "",
    "keep": False,
    "output": "",
}
HEADINGS = ("number", "value", "prior", "unit", "rests on", "source", "how sure", "against it", "moves most")
WORDS = {"number": "number", "range": "bounds", "": "–", "none": "no"}


def main(arguments: Sequence[str]) -> int:
    """Show what numbers rest on and return the exit code."""
    words = [word for word in arguments if "=" not in word]
    given = settings("evidence", [word for word in arguments if "=" in word], KEYS)

    from cohesion_sim.evidence.ledger import GROUNDS, defended, shares

    if given["ground"] and given["ground"] not in GROUNDS:
        raise unknown("ground", given["ground"], GROUNDS)
    everything = defended(screening_of(given["screening"], given["keep"]))
    if given["of"]:
        card(one(everything, given["of"]))
        return 0
    rows = chosen(everything, given, words)
    if not rows:
        raise UserError("no number fits; see 'cohesion-sim evidence' for all of them")
    if given["output"]:
        write(rows, Path(given["output"]))
    else:
        table(rows)
    count = shares(everything)
    counted = " · ".join(f"{WORDS.get(name, name)} {number}" for name, number in count.counts.items())
    print(f"All {len(everything)} numbers rest on: {counted}")
    print(
        f"Assumptions: {count.assumed:.1%} of all declared numbers; "
        f"{count.assumed_of_claims:.1%} of those that claim something about the world (no choices, no conventions)"
    )
    return 0


def screening_of(folder: str, keeping: bool) -> Screening | None:
    """Return the screening of an experiment's folder, or None for the one in the package."""
    if not folder:
        return None

    from cohesion_sim.evidence import screening
    from cohesion_sim.experiment.store import Store

    found = screening.screened(Store.open(folder))
    if keeping:
        screening.keep(found, Path(screening.__file__).with_name(screening.FILE))
    return found


def one(everything: Sequence[Defended], name: str) -> Defended:
    """Return the number of a key, or of the end of a key that fits no other."""
    fitting = [each for each in everything if each.key == name or each.key.endswith(f".{name}")]
    if len(fitting) == 1 or (fitting and fitting[0].key == name):
        return fitting[0]
    if fitting:
        raise UserError(f"of={name} fits {', '.join(each.key for each in fitting)}; give the whole key")
    raise UserError(f"of={unknown('declared number', name, [each.key for each in everything])}")


def chosen(everything: Sequence[Defended], given: dict[str, Any], words: Sequence[str]) -> list[Defended]:
    """Return the numbers that were asked for: a mechanism or section, a ground, a source, words that must occur."""
    place = given["mechanism"]
    if place and not any(place in each.key.split(".")[:-1] for each in everything):
        raise unknown("mechanism or section", place, {part for each in everything for part in each.key.split(".")[:-1]})
    return [
        each
        for each in everything
        if (not place or place in each.key.split(".")[:-1])
        and (not given["ground"] or each.ground == given["ground"])
        and (not given["source"] or given["source"] in (each.source, each.opposed.id if each.opposed else ""))
        and all(word.lower() in f"{each.key} {each.meaning}".lower() for word in words)
    ]


def cells(each: Defended) -> tuple[str, ...]:
    """Return a number's row, as text."""
    moves = "unknown" if each.moved is None else ", ".join(each.moved) or "little"
    return (
        each.key, f"{each.value:g}", f"{each.low:g} … {each.high:g}", each.unit, WORDS.get(each.ground, each.ground),
        each.source if each.evidence else "–", WORDS.get(each.sure, each.sure), each.opposed.id if each.opposed else "",
        moves,
    )  # fmt: skip


def write(rows: Sequence[Defended], place: Path) -> None:
    """Write a table to a CSV file."""
    if place.suffix != ".csv":
        raise UserError(f"output is {place}; it must be a file ending in .csv")
    with place.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow((*HEADINGS, "citation", "address"))
        for each in rows:
            citation = (each.evidence.source, each.evidence.url) if each.evidence else ("", "")
            writer.writerow((*cells(each), *citation))


def table(rows: Sequence[Defended]) -> None:
    """Print a table for each mechanism or section."""
    from itertools import groupby

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = ("number", "value", "prior", "rests on", "source", "how sure", "against it")
    console = Console()
    for place, group in groupby(rows, key=lambda each: each.key.rpartition(".")[0]):
        made = Table(
            title=place,
            title_justify="left",
            title_style="bold",
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            padding=(0, 1, 0, 0),
        )
        for heading in shown:
            made.add_column(
                heading, justify="right" if heading in ("value", "prior") else "left", no_wrap=heading == "number"
            )
        for each in group:
            row = dict(zip(HEADINGS, cells(each), strict=True)) | {"number": each.key.rpartition(".")[2]}
            made.add_row(*(Text(row[each]) for each in shown), style="yellow" if each.ground == "assumption" else "")
        console.print(made)


def card(each: Defended) -> None:
    """Print everything that is known of one number."""
    lines = [
        f"{each.key} = {each.value:g} {each.unit}",
        f"  {each.meaning}" if each.meaning else "",
        f"  prior      {each.low:g} … {each.high:g}",
        f"  rests on   {WORDS.get(each.ground, each.ground)}; how sure: {WORDS.get(each.sure, each.sure)}",
        *(told("  evidence ", each.evidence) if each.evidence else []),
        *(told("  against  ", each.opposed) if each.opposed else []),
        *(f"  world      {world}: {value:g}" for world, value in each.worlds.items()),
        f"  moves most {moves(each)}",
    ]
    print("\n".join(line for line in lines if line))


def moves(each: Defended) -> str:
    """Return which outcomes a number moves most, in words."""
    if each.moved is None:
        return "unknown: it was not screened"
    if not each.moved:
        return "no outcome noticeably"
    return ", ".join(f"{outcome} (rank {rank})" for outcome, rank in each.moved.items())


def told(heading: str, evidence: Evidence) -> list[str]:
    """Return what a piece of evidence says, in lines."""
    seen = "read in its source" if evidence.verified else "from memory"
    who = ", ".join(part for part in (evidence.population, f"n = {evidence.n}" if evidence.n else "") if part)
    return [
        f"{heading}  {evidence.id}: {evidence.quantity}",
        f"             {evidence.found}" + (f" ({who})" if who else ""),
        f"             {evidence.source} {evidence.url}".rstrip(),
        f"             {seen}, right with {evidence.confidence:.0%}",
    ]
