"""Each kind of analysis answers with tables and sentences; what it is asked beside outcomes comes from its settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cohesion_sim.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

    from cohesion_sim.analysis.cases import Comparing
    from cohesion_sim.analysis.quantity import Quantity


@dataclass(frozen=True)
class Finding:
    """Tables by name, sentences, and the columns of the first table that are shown beside them."""

    tables: dict[str, pd.DataFrame]
    sentences: list[str] = field(default_factory=list)
    shown: tuple[str, ...] = ()


DECIDING = 5
"""Factors that a sentence names."""
Answer = Callable[["Comparing", "Sequence[Quantity]", dict[str, Any]], Finding]


def frame(rows: Sequence[Any]) -> pd.DataFrame:
    """Return rows of one named tuple as a table."""
    import pandas as pd

    return pd.DataFrame(rows, columns=list(type(rows[0])._fields) if rows else [])


def effects(compared: Comparing, asked: Sequence[Quantity], own: dict[str, Any]) -> Finding:
    """Compare every alternative with the baseline."""
    from cohesion_sim.analysis.effects import effects as worked_out

    rows = worked_out(compared, asked, own["matters"])
    sentences = [
        f"{row.outcome}, {row.where}: {row.alternative} against {row.baseline}: {row.verdict} ({row.difference:+.3g} "
        f"[{row.low:.3g}, {row.high:.3g}]; {row.smallest:.2g} could have been seen)"
        for row in rows
    ]
    note = f"{len(rows)} comparisons: verdicts hold all at once (Bonferroni intervals all_low, all_high; p_holm)."
    return Finding({"effects": frame(rows)}, [*sentences, note])


def replicates(compared: Comparing, asked: Sequence[Quantity], own: dict[str, Any]) -> Finding:
    """Say how many replicates are enough."""
    from cohesion_sim.analysis.replicates import convergence, needed

    settled = convergence(compared, asked)
    rows = needed(compared, asked, own["tolerance"])
    most = max(rows, key=lambda row: row.needed)
    enough = "enough" if all(row.enough for row in rows) else f"not enough: take replicates={most.needed}"
    said = f"{most.pairs} replicates are {enough}, for intervals of ± {most.tolerance:g} (the slowest: {most.outcome}, "
    return Finding(
        {"needed": frame(rows), "convergence": settled}, [f"{said}{most.alternative})."],
        ("outcome", "alternative", "difference", "half", "needed"),
    )  # fmt: skip


def robustness(compared: Comparing, asked: Sequence[Quantity], own: dict[str, Any]) -> Finding:
    """Say which alternative is regretted least over all states."""
    import pandas as pd

    from cohesion_sim.analysis.robustness import robustness as worked_out

    found = [worked_out(compared, quantity, own["enough"]) for quantity in asked]
    rows = [row for rows, _, _ in found for row in rows]
    rankings = [ranking for _, ranking, _ in found]
    tables = [table.assign(outcome=rank.outcome) for _, rank, table in found]
    sentences = [
        f"{ranking.outcome}: least regretted at worst is {rows[0].alternative} (at most {rows[0].max_regret:.3g} over "
        f"{ranking.states} states; best in {100 * rows[0].best_in:.0f} %); the ranking is the same in "
        f"{100 * ranking.same_order:.0f} % of states (Kendall's W {ranking.concordance:.2f})."
        for rows, ranking, _ in found
    ]
    return Finding(
        {"robustness": frame(rows), "ranking": frame(rankings), "regret": pd.concat(tables, ignore_index=True)},
        sentences,
        ("outcome", "alternative", "mean_regret", "max_regret", "satisficing", "best_in", "rank"),
    )


def discovery(compared: Comparing, asked: Sequence[Quantity], own: dict[str, Any]) -> Finding:
    """Say what would have to be true for an alternative to beat the baseline."""
    import pandas as pd

    from cohesion_sim.analysis.discovery import discovered
    from cohesion_sim.errors import unknown

    names = [own["better"]] if own["better"] else compared.others
    if names[0] not in compared.others:
        raise unknown("alternative", names[0], compared.others)
    found = [discovered(compared, quantity, name, own["margin"]) for quantity in asked for name in names]
    boxes = frame(found).drop(columns=["conditions"])
    limits = [{"outcome": each.outcome, "better": each.better} | row._asdict() for each in found
              for row in each.conditions]  # fmt: skip
    return Finding({"discovery": boxes, "conditions": pd.DataFrame(limits)}, [each.sentence for each in found])


def ablation(compared: Comparing, asked: Sequence[Quantity], own: dict[str, Any]) -> Finding:
    """Say what leaving out a mechanism changes."""
    from cohesion_sim.analysis.ablation import ablation as worked_out

    column = own["column"] or "label"
    whole = own["whole"] or str(compared.store.about["baseline"].get(column, ""))
    if not whole:
        whole = str(compared.runs[column].iloc[0]) if column in compared.runs else ""
    rows = worked_out(compared, asked, column, whole)
    sentences = [
        f"{row.outcome}, {row.alternative} against {row.baseline}: {row.difference:+.3g} with everything, "
        f"{row.difference_without:+.3g} when {row.left_out}"
        + ("; that is another difference." if row.p_holm < 0.05 else "; we cannot tell them apart.")
        for row in rows
    ]
    return Finding({"ablation": frame(rows)}, sentences)


def frontier(compared: Comparing, asked: Sequence[Quantity], own: dict[str, Any]) -> Finding:
    """Say what lies on the cost-effectiveness frontier."""
    from cohesion_sim.analysis.frontier import frontier as worked_out

    rows = [row for quantity in asked for row in worked_out(compared, quantity)]
    sentences = [
        f"{quantity.name}: on the frontier are "
        + ", ".join(
            f"{row.alternative} ({100 * row.on_front:.0f} %)"
            for row in rows
            if row.outcome == quantity.name and row.place == "frontier"
        )
        + "."
        for quantity in asked
    ]
    shown = ("outcome", "alternative", "eur", "points", "place", "eur_per_point")
    return Finding({"frontier": frame(rows)}, sentences, shown)


def equity(compared: Comparing, asked: Sequence[Quantity], own: dict[str, Any]) -> Finding:
    """Say at which weight of one side a verdict turns."""
    import math

    from cohesion_sim.analysis.equity import equity as worked_out

    if own["between"].count(",") != 1:
        raise UserError(f"between is {own['between']!r}; it must name two subgroups, such as migrants,hosts")
    one, other = own["between"].split(",")
    rows = worked_out(compared, list(dict.fromkeys(quantity.outcome for quantity in asked)), one, other)
    sentences = [
        f"{row.outcome}: {row.alternative} is {'better' if row.better_above > 0 else 'worse'} than {row.baseline} "
        + ("whatever the weights." if math.isnan(row.weight) else f"where {one} weigh more than {row.weight:.2f}.")
        for row in rows
    ]
    shown = ("outcome", "alternative", "gain_one", "gain_other", "weight", "low", "high")
    return Finding({"equity": frame(rows)}, sentences, shown)


def sensitivity(table: pd.DataFrame) -> Finding:
    """Say which numbers decide each target."""
    measure = next(name for name in ("mu_star", "ST", "S1") if name in table)
    sentences = []
    for (outcome, target), rows in table.groupby(["outcome", "target"], sort=False):
        first = ", ".join(
            f"{row['factor']} {row[measure]:.3g} ± {row[measure + '_conf']:.2g}"
            for row in rows.head(DECIDING).to_dict("records")
        )
        sentences.append(f"{outcome}, {target}: most is decided by {first} ({measure}).")
    return Finding({"sensitivity": table}, sentences)


ANSWERS: dict[str, Answer] = {
    "effects": effects,
    "replicates": replicates,
    "robustness": robustness,
    "discovery": discovery,
    "ablation": ablation,
    "frontier": frontier,
    "equity": equity,
}
"""Kinds of analysis of what is compared."""
