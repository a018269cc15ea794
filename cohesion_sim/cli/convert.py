"""Own tables become a context or regime, with a list of what is doubtful; results become files of R, Stata or SPSS."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.analyse import decimal, listed
from cohesion_sim.cli.settings import settings
from cohesion_sim.errors import UserError, unknown

if TYPE_CHECKING:
    from cohesion_sim.own_tables.columns import Given

KINDS = ("context", "survey", "regime", "results")
KEYS: dict[str, dict[str, Any]] = {
    "context": {"columns": None, "persons": 2000, "base": "european_city", "output": None},
    "survey": {"columns": None, "scales": None, "base": "european_city", "output": None},
    "regime": {"columns": None, "country": None, "base": None, "output": None},
    "results": {"to": "stata", "output": None},
}


def main(arguments: Sequence[str]) -> int:
    """Convert a file and return the exit code."""
    words = [word for word in arguments if "=" not in word]
    if not words or words[0] not in KINDS:
        raise unknown("thing to convert", words[0], KINDS) if words else UserError(f"convert needs {', '.join(KINDS)}")
    kind = words[0]
    if len(words) != 2:
        raise UserError(f"convert {kind} needs one {'folder' if kind == 'results' else 'CSV file'}")
    own = settings(f"convert {kind}", [word for word in arguments if "=" in word], KEYS[kind])
    return results(Path(words[1]), own) if kind == "results" else own_file(kind, Path(words[1]), own)


def results(folder: Path, own: Mapping[str, Any]) -> int:
    """Write the tables of a folder for a statistics program."""
    from cohesion_sim.own_tables.statistics_files import tables_of, written
    from cohesion_sim.runs import stored

    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder")
    place = stored.folder_for(own["output"] or folder / own["to"])
    for name, table in tables_of(folder).items():
        print(written(table, place / name, own["to"]))
    return 0


def own_file(kind: str, file: Path, own: Mapping[str, Any]) -> int:
    """Make a context or a regime of a table, or list its mistakes and return 2."""
    from cohesion_sim.own_tables.answers import attitudes_of
    from cohesion_sim.own_tables.places import context_of
    from cohesion_sim.own_tables.strands import rights_of

    mapping = pairs("columns", own["columns"])
    if kind == "context":
        values, given = context_of(file, mapping, own["persons"])
    elif kind == "regime":
        values, given = rights_of(file, mapping, own["country"])
    else:
        values, given = attitudes_of(file, mapping, scales(own["scales"]))
    for sentence in given.mistakes:
        print(f"cohesion-sim: {file.name}: {sentence}", file=sys.stderr)
    for sentence in given.doubts:
        print(f"doubtful: {sentence}")
    if given.mistakes:
        print(f"cohesion-sim: {len(given.mistakes)} mistakes; nothing was written", file=sys.stderr)
        return 2
    save(kind, given, values, own)
    return 0


def save(kind: str, given: Given, values: dict[str, Any], own: Mapping[str, Any]) -> None:
    """Write the file, checked as a scenario would check it, and say what the table did not hold."""
    import yaml

    from cohesion_sim.config import load_scenario
    from cohesion_sim.config.defaults import blank
    from cohesion_sim.runs import stored

    group = "regime" if kind == "regime" else "context"
    target = Path(own["output"] or f"{own.get('country') or given.file.stem}_{kind}.yaml")
    if target.suffix not in (".yaml", ".yml"):
        raise UserError(f"output is {target}; it must be a file ending in .yaml")
    doubts = "".join(f"# doubtful: {sentence}\n" for sentence in given.doubts)
    head = f"# Made from {given.file.name}, {len(given)} rows, by cohesion-sim convert {kind}.\n{doubts}"
    base = {} if own["base"] is None else {"base": own["base"]}
    body = yaml.safe_dump({**base, "title": given.file.stem, **values}, sort_keys=False, allow_unicode=True)
    folder = stored.folder_for(target.parent)
    stored.text(folder / target.name, head + body)
    load_scenario("mainstreamed", [f"{group}={target.resolve()}"])
    kept = [name for name in blank(group) if name not in ("name", "title", "box", *values)]
    for name, value in values.items():
        print(f"{name}: {value}")
    print(f"not in the table, so as in {own['base'] or 'a neutral regime'}: {', '.join(kept)}")
    print(f"{group.capitalize()}: {target}; try it with: cohesion-sim check {target}")


def pairs(key: str, words: str | None) -> dict[str, str]:
    """Return a mapping from ``[trust:ppltrst,side:brncntr]``."""
    found = {}
    for word in listed(words or ""):
        ours, sign, theirs = word.partition(":")
        if not sign or not theirs:
            raise UserError(
                f"{key} holds {word!r}; it must be our name and the table's, such as population:inhabitants"
            )
        found[ours] = theirs
    return found


def scales(words: str | None) -> dict[str, tuple[float, float]]:
    """Return scales from ``[trust:1-4]``."""
    found = {}
    for name, span in pairs("scales", words).items():
        low, sign, high = span.partition("-")
        ends = decimal(f"scales.{name}", low), decimal(f"scales.{name}", high if sign else "")
        if ends[0] >= ends[1]:
            raise UserError(f"scales.{name} is {span}; it must go from low to high, such as 0-10")
        found[name] = ends
    return found
