"""A comparison is written as the short file that the page opens again: choices and the model's version, no results."""

from __future__ import annotations

from typing import Any

from cohesion_sim.app.plan import Request
from cohesion_sim.runs.provenance import model_version
from cohesion_sim.strings import label


def labels(request: Request, language: str) -> dict[str, str]:
    """Return what each scenario is called, no two the same."""
    found: dict[str, str] = {}
    for name, policy in request.policies.items():
        wanted = policy.label or label("regime", policy.regime, language)
        found[name] = wanted if wanted not in found.values() else f"{wanted} ({name})"
    return found


def as_asked(request: Request) -> dict[str, Any]:
    """Return a request as the page reads it back."""
    place = request.place
    return {
        "cohesion_sim": 1,
        "version": model_version(),
        "place": {"context": place.context, "persons": place.persons, "months": place.months, "seed": place.seed},
        "policies": {
            name: {
                "label": policy.label, "regime": policy.regime, "levers": dict(policy.levers), "euros": policy.euros,
                "setting": policy.setting, "events": [asked_event(each) for each in policy.events],
            }
            for name, policy in request.policies.items()
        },
    }  # fmt: skip


def asked_event(entry: Any) -> dict[str, Any]:
    """Return an entry of a timeline as a client writes it."""
    if "shock" in entry:
        return dict(entry)
    found: dict[str, Any] = {"month": entry["month"]}
    for key, value in entry["set"].items():
        group, _, name = key.partition(".")
        if not name:
            found["regime"] = value
        elif group == "funding":
            found["euros"] = value
        else:
            found.setdefault("context" if group == "context" else "levers", {})[name] = value
    return found
