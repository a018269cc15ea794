"""A stored experiment is analysed: what differs, what decides it, where it turns, and what could not have been seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.settings import settings
from cohesion_sim.errors import UserError, unknown

if TYPE_CHECKING:
    from cohesion_sim.cli.findings import Finding
    from cohesion_sim.experiment.store import Store

KINDS = ("effects", "replicates", "sensitivity", "robustness", "discovery", "ablation", "frontier", "equity")
KEYS: dict[str, Any] = {
    "outcomes": "[belonging,trust,employment,marginalisation]", "by": None, "baseline": None, "weights": None,
    "matters": "0.01", "tolerance": "0.005", "enough": None, "margin": "0", "better": None, "column": None,
    "whole": None, "between": "migrants,hosts", "figures": True, "output": None,
}  # fmt: skip
NUMBERS = ("matters", "tolerance", "enough", "margin")


def main(arguments: Sequence[str]) -> int:
    """Analyse what is stored and return the exit code."""
    if not arguments or "=" in arguments[0]:
        raise UserError(f"analyse needs a kind first; there are {', '.join(KINDS)}")
    kind, *rest = arguments
    if kind not in KINDS:
        raise unknown("kind of analysis", kind, KINDS)
    own = settings("analyse", [word for word in rest if "=" in word], KEYS)
    for key in NUMBERS:
        own[key] = None if own[key] is None else decimal(key, own[key])

    from cohesion_sim.cli.folders import output_folder
    from cohesion_sim.cli.stores import folder_of
    from cohesion_sim.experiment.store import Store
    from cohesion_sim.runs import stored

    store = Store.open(folder_of([word for word in rest if "=" not in word]))
    found = answer(kind, store, own)
    folder = output_folder("analyse", f"{store.about['name']}_{kind}", own["output"], None)
    for name, table in found.tables.items():
        stored.table(folder / f"{name}.parquet", table, csv=True)
    stored.text(folder / "answer.txt", "\n".join(found.sentences) + "\n")
    if own["figures"]:
        draw(kind, found, folder)
    show(found, folder)
    return 0


def answer(kind: str, store: Store, own: Mapping[str, Any]) -> Finding:
    """Return what one kind of analysis finds."""
    from cohesion_sim.analysis.cases import comparing
    from cohesion_sim.analysis.quantity import quantities
    from cohesion_sim.cli.findings import ANSWERS
    from cohesion_sim.cli.findings import sensitivity as told

    asked = quantities(listed(own["outcomes"]), weights(own["weights"]))
    crossed = [name for name in store.columns if name not in store.problem["names"]]
    compared = comparing(store, listed(own["by"] or ""), own["baseline"] or "") if crossed else None
    if kind == "sensitivity":
        from cohesion_sim.analysis.sensitivity import sensitivity

        return told(sensitivity(store, asked, compared))
    if compared is None:
        raise UserError(f"{store.folder}: nothing is compared in this experiment; only sensitivity can be asked of it")
    return ANSWERS[kind](compared, asked, dict(own))


def listed(words: str) -> list[str]:
    """Return the words of a list such as ``[belonging,trust.hosts]``, with or without brackets."""
    return [word.strip() for word in words.strip("[]").split(",") if word.strip()]


def weights(words: str | None) -> dict[str, float]:
    """Return equity weights from ``migrants:2,hosts:1``."""
    found = {}
    for word in listed(words or ""):
        name, sign, weight = word.partition(":")
        if not sign:
            raise UserError(f"weights holds {word!r}; it must be a subgroup with a weight, such as migrants:2")
        found[name] = decimal(f"weights.{name}", weight)
    return found


def decimal(key: str, word: str) -> float:
    """Return a finite number."""
    try:
        value = float(word)
    except ValueError as error:
        raise UserError(f"{key} is {word!r}; it must be a number") from error
    if not abs(value) < float("inf"):
        raise UserError(f"{key} is {word}; it must be a finite number")
    return value


def draw(kind: str, found: Finding, folder: Any) -> None:
    """Write the figures of an analysis in both languages, where there is one."""
    from cohesion_sim import plots
    from cohesion_sim.strings import LANGUAGES

    drawing = {"replicates": plots.convergence, "sensitivity": plots.sensitivity, "frontier": plots.frontier}
    if kind in drawing:
        table = found.tables["convergence" if kind == "replicates" else kind]
        for language in LANGUAGES:
            for outcome, rows in table.groupby("outcome", sort=False):
                plots.save(drawing[kind](rows, language), folder, f"{kind}_{outcome}_{language}")


def show(found: Finding, folder: Any) -> None:
    """Print what was found."""
    from rich.console import Console

    from cohesion_sim.cli.query import show as show_table

    if found.shown:
        show_table(next(iter(found.tables.values()))[list(found.shown)])
    console = Console(highlight=False)
    for sentence in found.sentences:
        console.print(sentence, soft_wrap=True, markup=False)
    console.print(f"Tables and figures: {folder}", soft_wrap=True)
