"""Numbers become arrows and words that need no statistics: better, worse, about the same, cannot tell."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text

from cohesion_sim.comparisons.verdict import SMALL, SMALL_TIES

DOUBT = 0.1
"""A difference is not told as known if its chance of being the other way round is larger."""

MIGRANTS = ("employment", "language", "belonging", "trust", "discrimination", "bridging_ties", "marginalisation")
HOSTS = ("warmth", "trust", "belonging", "solidarity", "threat_economic", "threat_cultural", "bridging_ties")
SHORT = {
    "employment": "work",
    "language": "language",
    "belonging": "belong-\ning",
    "trust": "trust",
    "discrimination": "discrim-\nination",
    "bridging_ties": "ties\nacross",
    "marginalisation": "margin-\nalised",
    "warmth": "warmth",
    "solidarity": "solid-\narity",
    "threat_economic": "econ.\nthreat",
    "threat_cultural": "cult.\nthreat",
}
"""Headings that fit a terminal of 80 columns."""
LONG = {
    "employment": "work",
    "language": "of the language",
    "belonging": "belonging",
    "trust": "trust",
    "discrimination": "discrimination",
    "bridging_ties": "ties across",
    "marginalisation": "marginalisation",
    "warmth": "warmth",
    "solidarity": "solidarity",
    "threat_economic": "economic threat",
    "threat_cultural": "cultural threat",
}
"""The same in sentences."""


@dataclass(frozen=True)
class Change:
    """A difference with its interval.

    Attributes
    ----------
    better
        1 if more is better, −1 if less is, 0 if neither.
    shares
        Whether it is a share or lies on a scale from 0 to 1.
    chance
        Chance that it is better over prior draws and worlds; NaN if not asked for.
    """

    value: float
    low: float
    high: float
    better: int
    shares: bool = True
    chance: float = float("nan")

    @property
    def doubtful(self) -> bool:
        """Whether other plausible numbers and worlds could turn it round."""
        return DOUBT < self.chance < 1.0 - DOUBT

    @property
    def known(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def small(self) -> bool:
        """Whether the whole interval is too small to notice."""
        return max(abs(self.low), abs(self.high)) < (SMALL if self.shares else SMALL_TIES)

    @property
    def verdict(self) -> str:
        """``"better"``, ``"worse"``, ``"more"``, ``"less"``, ``"same"`` or ``"open"``."""
        if self.value != self.value:
            return "hidden"
        if self.small:
            return "same"
        if not self.known or self.doubtful:
            return "open"
        if self.better == 0:
            return "more" if self.value > 0 else "less"
        return "better" if self.value * self.better > 0 else "worse"


STYLES = {
    "better": "green",
    "worse": "red",
    "more": "blue",
    "less": "blue",
    "same": "dim",
    "open": "dim",
    "hidden": "dim",
}


def cell(change: Change) -> Text:
    """Return an arrow and a number: the arrow says which way it moved, the colour and sign whether that is good."""
    verdict = change.verdict
    if verdict == "hidden":
        return Text("–", style="dim")
    if verdict == "same":
        return Text("=", style="dim")
    if verdict == "open":
        return Text("?", style="dim")
    arrow = "▲" if change.value > 0 else "▼"
    mark = {"better": "+", "worse": "−"}.get(verdict, "·")
    return Text(f"{arrow}{amount(change)} {mark}", style=STYLES[verdict])


def amount(change: Change) -> str:
    """Return a size: in hundredths for shares and scales from 0 to 1, as it is for all else."""
    size = abs(change.value) * (100.0 if change.shares else 1.0)
    return f"{size:.0f}" if size >= 9.95 else f"{size:.1f}"


def listed(found: dict[str, Change]) -> str:
    """Return changes in a sentence: *more work, less discrimination and fewer ties across*."""
    words = [f"{more_or_less(name, change.value)} {LONG[name]}" for name, change in found.items()]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def more_or_less(name: str, value: float) -> str:
    """Return the word for a rise or a fall."""
    return "more" if value > 0 else "fewer" if name == "bridging_ties" else "less"
