"""A published finding is written down once: its source, the range that counts as found, and the kind of check.

Kinds
    C  its evidence also sets parameters: the whole path must reproduce it
    V  it sets nothing in the model
    S  true by construction
    M  the number was not seen in its source: reported only
    R  what another model says, which must come out as a limit of this one or of one of its rules
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

MODELS = "R"
"""The kind that is no finding, but a statement of a model: it is counted apart."""
KINDS = {
    "C": "calibration", "V": "validation", "S": "by construction", "M": "from memory", "R": "replication of models",
}  # fmt: skip


@dataclass(frozen=True)
class Published:
    """A finding.

    Attributes
    ----------
    name, number
        Its name, and its number in the list of patterns.
    kind
        One of :data:`KINDS`.
    title
        What was found, by language.
    ids, source
        Rows of the evidence (none for models), and the citation.
    value
        The number published; NaN for a sign or an ordering.
    low, high
        Range in which the simulated value must lie; infinite for a sign.
    beyond_chance
        Whether the interval of the simulated value, not only its mean, must lie in the range: for signs.
    unit
        Of the value and the range.
    why
        Why it fails, if it does at the shipped defaults.
    """

    name: str
    number: int
    kind: str
    title: dict[str, str]
    ids: tuple[str, ...]
    source: str
    value: float
    low: float
    high: float
    beyond_chance: bool
    unit: str
    why: str = ""


@cache
def published() -> dict[str, Published]:
    """Return all findings by name, in order of their numbers."""
    import yaml

    entries = yaml.safe_load(files(__package__).joinpath("published.yaml").read_text(encoding="utf-8"))
    return {name: _read(name, entry) for name, entry in entries.items()}


def _read(name: str, entry: dict[str, Any]) -> Published:
    given = dict(entry)
    low, high = given.pop("range", (0.0, math.inf))
    sign = bool(given.pop("sign", False))
    return Published(
        name=name,
        number=int(given.pop("number")),
        kind=str(given.pop("kind")),
        title={"en": str(given.pop("en")), "fr": str(given.pop("fr"))},
        ids=tuple(str(each) for each in given.pop("ids")),
        source=str(given.pop("source")),
        value=float(given.pop("value", math.nan)),
        low=float(low),
        high=float(high),
        beyond_chance=sign,
        unit=str(given.pop("unit")),
        why=" ".join(str(given.pop("why", "")).split()),
        **given,
    )
