"""A story may set more of its town than the context says; a client chooses among the shipped stories, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from cohesion_sim.config.baselines import name_of, settings
from cohesion_sim.config.events import flattened
from cohesion_sim.config.keys import with_value
from cohesion_sim.config.library import Entry, entry, names
from cohesion_sim.strings import label, quoted, text

OF_THE_TOWN = ("context", "programmes")
"""Groups of a scenario that say what its town is like and what things cost there."""


@cache
def shipped_settings() -> dict[str, dict[str, Any]]:
    """Return what shipped scenarios, and those baselines that differ in it, set of their towns: values by name."""
    return dict(setting for name in names("scenario") for setting in settings_of(entry("scenario", name)))


def settings_of(found: Entry) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the settings of a scenario and of its baseline by name, those that set anything."""
    own = {key: found.values[key] for key in OF_THE_TOWN if key in found.values}
    if own:
        yield found.name, own
    baseline = found.values.get("baseline")
    changes = settings(baseline) if isinstance(baseline, Mapping) else []
    there = own
    for key, value in changes:
        if key.partition(".")[0] in OF_THE_TOWN:
            there = with_value(there, key, value)
    if there != own:
        yield f"{found.name}.{name_of(baseline)}", there


def told(setting: str, language: str) -> str:
    """Return a setting in words: whose town it is and what the story sets of it."""
    found = entry("scenario", setting.partition(".")[0])
    title = found.values.get("title", {}).get(language, found.name)
    what = ", ".join(label("factor", key, language) for key, _ in flattened(shipped_settings()[setting]))
    return text("app.setting", language, story=quoted(title, language), what=what)
