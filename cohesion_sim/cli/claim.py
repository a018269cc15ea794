"""A claim of the chapter is put to the test: a verdict, a figure and a page in both languages, whatever comes out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohesion_sim.cli.folders import output_folder
from cohesion_sim.cli.own import count
from cohesion_sim.cli.progress import bar
from cohesion_sim.cli.settings import settings
from cohesion_sim.errors import UserError

if TYPE_CHECKING:
    from cohesion_sim.claims.answer import Answer
    from cohesion_sim.claims.claim import Claim

KEYS: dict[str, Any] = {"draws": 4, "seed": 1, "quick": False, "figures": True, "processes": 0, "output": None}
STOPPED = 130


def main(arguments: Sequence[str]) -> int:
    """Test a claim, or all of them, and return the exit code."""
    from cohesion_sim.claims.reading import read_claim, shipped_claims

    if not arguments or "=" in arguments[0]:
        raise UserError(f"claim needs a name, a file or 'all'; there are {', '.join(shipped_claims())}")
    name, given = arguments[0], settings("claim", arguments[1:], KEYS)
    for key, low, high in (("draws", 2, 1000), ("seed", 0, 2**31), ("processes", 0, 1024)):
        count(given, key, low, high)
    claims = [read_claim(each) for each in (shipped_claims() if name == "all" else [name])]
    folder = output_folder("claim", name if name == "all" else claims[0].name, given["output"], None)
    answers = [answer(claim, folder / claim.name if name == "all" else folder, given) for claim in claims]
    if len(answers) > 1:
        overview(answers, folder)
    return STOPPED if answers[-1].interrupted else int(any(each.failures for each in answers))


def answer(claim: Claim, folder: Path, given: dict[str, Any]) -> Answer:
    """Test one claim, save and show the answer."""
    from rich.console import Console
    from rich.markdown import Markdown

    from cohesion_sim.claims.asking import answered

    with bar(claim.name, "runs") as progress:
        found = answered(
            claim, given["draws"], given["seed"], quick=given["quick"], processes=given["processes"] or None,
            progress=progress,
        )  # fmt: skip
    for sentence in found.failures:
        print(f"cohesion-sim: a run failed: {sentence}", file=sys.stderr)
    if found.interrupted:
        raise KeyboardInterrupt
    found.save(folder)
    if given["figures"]:
        draw(found, folder)
    console = Console()
    console.print(Markdown(found.text("en")))
    console.print(f"Pages, tables and figures: {folder}\n", soft_wrap=True)
    return found


def draw(found: Answer, folder: Path) -> None:
    """Write the figures of an answer in both languages."""
    from cohesion_sim import plots
    from cohesion_sim.strings import LANGUAGES

    for language in LANGUAGES:
        plots.save(plots.claim(found, language), folder, f"claim_{language}")
        if found.turns:
            plots.save(plots.break_even(found, language), folder, f"break_even_{language}")


def overview(answers: Sequence[Answer], folder: Path) -> None:
    """Print and save one line a claim."""
    import pandas as pd
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from cohesion_sim.claims.words import verdict_line
    from cohesion_sim.runs import stored
    from cohesion_sim.strings import LANGUAGES

    rows: list[dict[str, Any]] = [
        {"claim": each.claim.name, "verdict": each.verdict.kind, "on": ", ".join(each.verdict.on)}
        | {"partly": each.verdict.partly}
        | {f"title_{word}": each.claim.title[word] for word in LANGUAGES}
        | {f"verdict_{word}": verdict_line(each, word) for word in LANGUAGES}
        for each in answers
    ]
    stored.table(folder / "claims.parquet", pd.DataFrame(rows), csv=True)
    table = Table(title="The chapter's claims", box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    table.add_column("claim")
    table.add_column("verdict")
    for row in rows:
        table.add_row(row["title_en"], row["verdict_en"].removeprefix("Verdict: "))
    Console().print(table)
    print(f"All of them: {folder}")
