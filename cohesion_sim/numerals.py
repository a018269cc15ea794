"""Numbers are written as readers of the language write them, with no more digits than they carry."""

from __future__ import annotations

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
