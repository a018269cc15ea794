"""Numbers are written as readers of the language write them, with no more digits than they carry."""

from __future__ import annotations

from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator

MINUS = "\N{MINUS SIGN}"
THIN = "\N{NARROW NO-BREAK SPACE}"


def number(value: float, digits: int, language: str = "en", *, signed: bool = False) -> str:
    """Return a number in words of the language: ``−0,05`` in French, ``1,750`` or ``1 750`` in thousands.

    Parameters
    ----------
    value
        The number.
    digits
        Decimals.
    language
        ``"en"`` or ``"fr"``.
    signed
        Whether a plus sign is written too; zero has none.
    """
    written = f"{abs(value):,.{digits}f}"
    if language == "fr":
        written = written.replace(",", THIN).replace(".", ",")
    if not any(character in "123456789" for character in written):
        return written
    return (MINUS if value < 0 else "+" if signed else "") + written


def digits_for(span: float) -> int:
    """Return how many decimals tell values apart that lie within a span."""
    return 0 if span >= 20 else 1 if span >= 2 else 2 if span >= 0.05 else 3


def step(value: float, digits: int, language: str = "en") -> str:
    """Return a difference with its sign, or *≈ 0* where the digits would hide that there is one."""
    if value != 0.0 and round(abs(value), digits) == 0.0:
        return f"\N{ALMOST EQUAL TO}{THIN}0"
    return number(value, digits, language, signed=True)


def plain_ticks(axis: Axis, language: str, most: int = 5, *, signed: bool = False) -> None:
    """Give an axis at most so many round ticks, written in the language."""
    axis.set_major_locator(MaxNLocator(nbins=most, steps=[1, 2, 5, 10]))

    def written(value: float, position: int | None = None) -> str:
        ticks = axis.get_majorticklocs()
        step = abs(float(ticks[1] - ticks[0])) if len(ticks) > 1 else 1.0
        digits = next((places for places in range(4) if abs(step * 10**places - round(step * 10**places)) < 1e-6), 4)
        return number(value, digits, language, signed=signed)

    axis.set_major_formatter(FuncFormatter(written))
