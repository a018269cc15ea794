"""Of all that happens to a person a figure tells what matters most, in the reader's language."""

from __future__ import annotations

import re
from typing import NamedTuple

from cohesion_sim.runs.story import Story
from cohesion_sim.strings import strings, subgroup_label, text

MOST = 10
"""Events that one figure tells."""
WEIGHT = (
    "start", "arrival", "birth", "death", "departure", "status", "exploited", "found_work", "lost_work",
    "no_longer_exploited", "course_waits", "course_begins", "recognised", "strategy", "mentoring_begins",
    "job_support_begins", "business_begins", "care_begins", "advice_begins", "housing_begins", "volunteering_begins",
    "moved", "discrimination", "bridging_tie", "bridging_tie_lost",
)  # fmt: skip
"""Kinds of events, the weightiest first; others are not told."""


class Event(NamedTuple):
    """What happened, and in which month."""

    month: int
    words: str


def chosen(life: Story, language: str) -> tuple[list[Event], int]:
    """Return the weightiest events in order of time, and how many are left out."""
    months, kinds, details = (life.events[name].tolist() for name in ("month", "event", "detail"))
    found = [(int(month), str(kind), str(detail)) for month, kind, detail in zip(months, kinds, details)]
    told = sorted(
        (event for event in found if event[1] in WEIGHT), key=lambda event: (WEIGHT.index(event[1]), event[0])
    )
    kept = sorted(told[:MOST], key=lambda event: event[0])
    return [Event(month, words(kind, detail, language)) for month, kind, detail in kept], len(found) - len(kept)


def words(kind: str, detail: str, language: str) -> str:
    """Return an event in words, with its detail translated."""
    parts = [part for part in re.split(r"[:,()]|\bto\b", detail) if part.strip()]
    said = ", ".join(translated(part.strip(), language) for part in parts)
    return text(f"event.{kind}", language) + (f" ({said})" if said else "")


def translated(part: str, language: str) -> str:
    """Return a word of a detail in the language: a status, layer, strategy or place."""
    return text(f"detail.{part}", language) if f"detail.{part}" in strings() else subgroup_label(part, language)
