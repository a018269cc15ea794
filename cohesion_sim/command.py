"""What made a result says with which command: as it was typed, or that a Python program asked for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

_typed: list[list[str]] = []


def command() -> list[str]:
    """Return the words of the command line that is being carried out, ``["Python"]`` where there is none."""
    return list(_typed[-1]) if _typed else ["Python"]


@contextmanager
def carried_out(words: Sequence[str]) -> Iterator[None]:
    """Note a command line, without the program's name, while it is carried out."""
    _typed.append(["cohesion-sim", *words])
    try:
        yield
    finally:
        _typed.pop()
