"""All words that readers see come from one file, in English and French."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from cohesion_sim.errors import UserError, unknown

LANGUAGES = ("en", "fr")


@cache
def strings() -> Mapping[str, Mapping[str, str]]:
    """Return all entries by dotted key, each a text by language: ``strings()["outcome.trust"]["fr"]``."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    sections = yaml.load(files("cohesion_sim").joinpath("strings.yaml").read_text(encoding="utf-8"), loader)
    return {
        f"{section}.{name}": {language: kept_together(words) for language, words in entry.items()}
        for section, entries in sections.items()
        for name, entry in entries.items()
    }


def kept_together(words: str) -> str:
    """Return words with no-break spaces before the signs that must not begin a line."""
    return re.sub(r" ([:;%?!])", "\N{NO-BREAK SPACE}\\1", words)


def text(key: str, language: str = "en", **filled: object) -> str:
    """Return the text of a key.

    Parameters
    ----------
    key
        Section and name, e.g. ``"outcome.trust"``.
    language
        ``"en"`` or ``"fr"``.
    filled
        What goes into the braces of the text.

    Raises
    ------
    UserError
        If there is no such language or key.
    """
    if language not in LANGUAGES:
        raise UserError(f"language is {language!r}; it must be one of {', '.join(LANGUAGES)}")
    entries = strings()
    if key not in entries:
        raise unknown("text", key, entries)
    words = entries[key][language]
    return words.format(**filled) if filled else words


def label(section: str, name: str, language: str = "en") -> str:
    """Return what a name is called, or the name itself in plain words if it is a user's own.

    Parameters
    ----------
    section
        ``"outcome"``, ``"regime"``, ``"term"``, …
    name
        The name used in code and configuration.
    language
        ``"en"`` or ``"fr"``.
    """
    key = f"{section}.{name}"
    return text(key, language) if key in strings() else name.replace("_", " ")


def scenario_label(name: str, language: str = "en") -> str:
    """Return what a scenario is called; ``targeted_low`` reads *Targeted, low funding*."""
    if f"scenario.{name}" in strings():
        return text(f"scenario.{name}", language)
    regime, funding = cell(name)
    if not funding:
        return label("regime", regime, language)
    return f"{label('regime', regime, language)}, {label('funding', funding, language)}"


def subgroup_label(name: str, language: str = "en") -> str:
    """Return what a subgroup, an origin group or a numbered place is called."""
    word, _, count = name.partition(" ")
    if word == "place" and count.isdigit():
        return f"{text('subgroup.place', language)} {count}"
    section = "subgroup" if f"subgroup.{name}" in strings() else "group"
    return label(section, name, language)


def cell(name: str) -> tuple[str, str]:
    """Return regime and funding of a scenario named after both, else the name and nothing."""
    regime, _, funding = name.rpartition("_")
    if regime and f"funding.{funding}" in strings():
        return regime, funding
    return name, ""


def quoted(words: str, language: str = "en") -> str:
    """Return words between the quotation marks of the language."""
    return f"«\N{NARROW NO-BREAK SPACE}{words}\N{NARROW NO-BREAK SPACE}»" if language == "fr" else f"“{words}”"
