"""A store says of itself what was asked: question, scenario, factors, sample, replicates, and of which model."""

from __future__ import annotations

from typing import Any

from cohesion_sim.experiment.description import Experiment
from cohesion_sim.experiment.design import Design
from cohesion_sim.experiment.plan import Plan
from cohesion_sim.runs import provenance


def about(experiment: Experiment, plan: Plan) -> dict[str, Any]:
    """Return what a store says of itself, as plain values."""
    first = experiment.compositions.scenario({})
    sampling = experiment.design.sampling
    return {
        "name": experiment.name,
        "title": dict(experiment.title),
        "question": dict(experiment.question),
        "scenario": first.name,
        "baseline": dict(experiment.baseline),
        "factors": factors(experiment.design),
        "sampling": None if sampling is None else {"method": sampling.method, "settings": dict(sampling.settings)},
        "runs": len(plan.runs),
        "points": len(plan.configurations),
        "replicates": experiment.replicates,
        "seed": experiment.seed,
        "months": first.months,
        "persons": first.context.population,
        "series_every": experiment.series_every,
        "limits": {"seconds": experiment.seconds, "gigabytes": experiment.gigabytes},
        "asked": dict(experiment.asked),
        "plan": plan.identity,
        "model_version": provenance.model_version(),
    }


def factors(design: Design) -> list[dict[str, Any]]:
    """Return what a design varies, in the order of its columns."""
    listed = {
        column: [labels.get(column) for _, labels in design.listed] for _, words in design.listed for column in words
    }
    crossed = [{"column": each.key, "part": "factorial", "values": list(each.labels)} for each in design.crossed]
    alternatives = [{"column": name, "part": "list", "values": values} for name, values in listed.items()]
    method = design.sampling.method if design.sampling is not None else ""
    sampled = [
        {"column": each.key, "part": method}
        | ({"values": list(each.labels)} if each.values else {"low": each.low, "high": each.high, "mode": each.mode})
        for each in design.sampled
    ]
    return [*crossed, *alternatives, *sampled]
