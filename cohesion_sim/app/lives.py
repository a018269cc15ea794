"""A life is told in both languages: dated events, and what she was and felt each month."""

from __future__ import annotations

from typing import Any

from cohesion_sim.plots.events import words
from cohesion_sim.runs.story import Story, story
from cohesion_sim.scenario import Scenario
from cohesion_sim.strings import LANGUAGES, subgroup_label

CURVES = ("belonging", "trust", "language", "discrimination", "wellbeing")
BANDS = ("employed", "status", "bridging_ties", "place")


def told(scenario: Scenario, seed: int, person: int) -> dict[str, Any]:
    """Return the story of a person as a page shows it."""
    return as_plain(story(scenario, seed, person, 1))


def as_plain(life: Story) -> dict[str, Any]:
    """Return a story as plain values: who she is, her curves, her events by language."""
    monthly = life.monthly
    columns = ("month", "age", *CURVES, *BANDS, "ties", "deprivations", "strategy")
    return {
        "person": str(life.person),
        "woman": life.woman,
        "group": {language: subgroup_label(life.group, language) for language in LANGUAGES},
        "monthly": {name: [plain(value) for value in monthly[name].tolist()] for name in columns},
        "events": [
            {"month": int(month), "kind": str(kind)} | {lang: words(str(kind), str(detail), lang) for lang in LANGUAGES}
            for month, kind, detail in life.events[["month", "event", "detail"]].itertuples(index=False)
        ],
    }


def plain(value: Any) -> Any:
    """Return a value short enough to send."""
    return round(value, 3) if isinstance(value, float) else value
