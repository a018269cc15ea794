"""A drawing is SVG text with a title for who cannot see it and a hint on each mark for who points at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

import numpy as np

INK, QUIET, FAINT, PALE = "#222222", "#5c5c5c", "#d9d9d9", "#f4f4f2"
GAIN, LOSS = "#0072B2", "#D55E00"
SPACE = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"
LETTER = 7.3
"""Width of an average letter at 13 pixels, generous enough for any sans-serif."""


@dataclass
class Drawing:
    """SVG of a width and height in pixels, filled mark by mark.

    Attributes
    ----------
    title
        What it shows, said to readers of the screen.
    course
        JSON of lines that can be read off under the pointer; empty if there are none.
    """

    width: float
    height: float
    title: str
    course: str = ""
    marks: list[str] = field(default_factory=list)

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = QUIET, width: float = 1.0) -> None:
        """Draw a straight line."""
        self.marks.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"/>'
        )

    def words(
        self, x: float, y: float, said: str, anchor: str = "start", size: float = 13, colour: str = INK,
        weight: str = "normal",
    ) -> None:  # fmt: skip
        """Write words; ``anchor`` is where x lies: start, middle or end."""
        self.marks.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}" '
            f'font-weight="{weight}">{escape(said.replace("  ", SPACE))}</text>'
        )

    def box(self, x: float, y: float, width: float, height: float, colour: str, hint: str = "") -> None:
        """Draw a filled rectangle."""
        self.marks.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" height="{height:.1f}" fill="{colour}"'
            f"{hinted(hint)}/>"
        )

    def dot(self, x: float, y: float, radius: float, colour: str, filled: bool) -> None:
        """Draw a dot, hollow if not filled."""
        self.marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour if filled else "#ffffff"}" '
            f'stroke="{colour}" stroke-width="2"/>'
        )

    def path(self, points: list[tuple[float, float]], colour: str, dashes: str = "", width: float = 2.2) -> None:
        """Draw a line through points."""
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.marks.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>')

    def band(self, points: list[tuple[float, float]], colour: str) -> None:
        """Fill the area that points go round."""
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.marks.append(f'<polygon points="{drawn}" fill="{colour}" fill-opacity="0.13"/>')

    def svg(self) -> str:
        """Return the drawing."""
        course = f' data-course="{escape(self.course, quote=True)}"' if self.course else ""
        said = f'role="img" aria-label="{escape(self.title, quote=True)}"'
        return (
            f'<svg viewBox="0 0 {self.width:.0f} {self.height:.0f}" {said} xmlns="http://www.w3.org/2000/svg"{course}>'
            f"{''.join(self.marks)}</svg>"
        )


def hinted(hint: str) -> str:
    """Return the attribute that holds what is said of a mark under the pointer."""
    return f' data-hint="{escape(hint, quote=True)}"' if hint else ""


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return at most so many round numbers within a range."""
    span = high - low
    if span <= 0.0:
        return [low]
    rough = span / most
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(float(k * power) for k in (1.0, 2.0, 2.5, 5.0, 10.0) if k * power >= rough * 0.999)
    first = int(np.ceil(low / step - 1e-9))
    last = int(np.floor(high / step + 1e-9))
    return [k * step for k in range(first, last + 1)]


def decimals(steps: list[float]) -> int:
    """Return the decimals that tell ticks apart."""
    apart = abs(steps[1] - steps[0]) if len(steps) > 1 else 1.0
    return next((places for places in range(5) if abs(apart * 10**places - round(apart * 10**places)) < 1e-6), 5)


def cut(said: str, pixels: float) -> str:
    """Return words that fit a width, with dots where they are cut."""
    letters = max(4, int(pixels / LETTER))
    return said if len(said) <= letters else said[: letters - 1].rstrip() + "…"
